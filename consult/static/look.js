// The code of a review stands behind the # of its link: browsers send that part to nobody. It goes into the form.
var code = one('#code');
if (code && location.hash) {
  code.value = decodeURIComponent(location.hash.slice(1));
  past.replaceState(null, '', location.pathname);
}
