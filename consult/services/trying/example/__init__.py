"""One complete consultation, made up from its purpose to its report: for trying out everything at once.

Every person is named by a role, every answer is made up by the computer, and every output says so.
"""
