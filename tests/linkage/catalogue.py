"""The catalogue of attackers: what each of them tries to break, and how it is told to readers."""

PROMISES = {
    "A1": "Nothing in a closed poll tells in which order children came.",
    "A2": "Nobody who knows when a child sent finds her answers; while a poll is open she is hidden among ten.",
    "A3": "No address of a phone, no name of its browser and no language setting is kept anywhere.",
    "A4": "No clock time, day or counter stands beside what a child said.",
    "A5": "What a phone made is in no table and no file, and keys, answers and texts share no value.",
    "A6": "A child's page asks no other host for anything.",
    "A7": "No cookie and nothing in the browser's storage, after finishing and after leaving.",
    "A8": "No reply may be cached, and no file of the browser holds an answer afterwards.",
    "A9": "The browser's history holds the poll's address once, a neutral title, and nothing of answers.",
    "A10": "Back, after sending and after leaving, shows no answer.",
    "A11": "A host that a help link leads to is not told where the child comes from.",
    "A12": "The code of a slip leads to no answers, even for whoever knows the order of printing.",
    "A13": "Answers without words have one length on the network; waiting entries have one length in the pool.",
    "A14": "What waits on a shared tablet is unreadable, also after the power was cut in the middle of a poll.",
    "A15": "A failure is logged without anything that was sent.",
    "A16": "Staff who look after every child see numbers move rarely, and in tens.",
    "A17": "Two exports of the same answers share no order and no number of a row.",
    "A18": "What is deleted is in no file any more.",
    "A19": "No list of senders is kept on the disk, and a crash leaves no memory behind.",
    "A20": "A language of fewer than ten children is called “other” in whatever leaves the database.",
}
