// Back goes nowhere on a shared tablet. This stands before poll.js, whose own listener must not hear of it:
// events of the window reach listeners in the order in which these were added.
addEventListener('popstate', function (event) {
  if (leaving) return;
  event.stopImmediatePropagation();
  armed = event.state;
  if (begun && !armed) past.forward();
});
