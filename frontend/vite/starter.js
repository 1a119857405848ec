// Applied before the first paint; kept in old syntax since nothing compiles it.
(function () {
  var d = document.documentElement;
  var t = null;
  try {
    t = localStorage.getItem('accredit.theme');
  } catch (e) {
    t = null;
  }
  var dark = t === 'dark' || (t !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  d.setAttribute('data-theme', dark ? 'dark' : 'light');
})();
