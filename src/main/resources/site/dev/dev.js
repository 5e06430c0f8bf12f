// Added to pages by `site.jar dev`: loads the page again when it changed, shows what is broken.
(() => {
  'use strict';

  const mine = new URL(document.currentScript.src).search.slice(1);
  const remembered = 'site.jar dev';
  let overlay;

  new EventSource('/.site/events').onmessage = message => {
    const state = JSON.parse(message.data);
    if (state.generation !== mine && sessionStorage.getItem(remembered) !== state.generation) {
      sessionStorage.setItem(remembered, state.generation); // once, should a cache keep the old page
      location.reload();
      return;
    }
    show(state.problems);
  };

  // Texts are only ever set as text, styles only by script: no policy of the page forbids that.
  function show(problems) {
    if (overlay) overlay.remove();
    if (problems.length === 0) return;
    overlay = document.createElement('site-problems');
    overlay.style.cssText = 'all:initial;position:fixed;inset:0;z-index:2147483647';
    const panel = add(overlay.attachShadow({ mode: 'open' }), 'div', '',
      'box-sizing:border-box;height:100%;overflow:auto;padding:2rem;color:#eee;' +
      'background:rgba(24,24,27,.96);font:15px/1.5 ui-monospace,monospace');
    panel.setAttribute('role', 'alert');
    for (const problem of problems) {
      add(panel, 'div', problem.part, 'font-size:1.3rem;font-weight:bold;color:#fca5a5');
      add(panel, 'div', problem.message, 'white-space:pre-wrap;margin-bottom:1rem');
      for (const error of problem.errors || []) showError(panel, error);
      if (problem.trace) add(panel, 'pre', problem.trace, 'white-space:pre-wrap;color:#d4d4d8');
    }
    add(panel, 'div', 'What worked before still answers. This goes away with the next good save; ' +
      'Escape hides it.', 'margin-top:1.5rem;color:#a1a1aa');
    document.documentElement.append(overlay);
  }

  function showError(panel, error) {
    const [reason, ...more] = error.message.split('\n');
    const place = error.file ? `${error.file}:${error.line}:${error.column}` : '';
    add(panel, 'div', place, 'color:#93c5fd');
    add(panel, 'div', reason, '');
    const indent = error.source.slice(0, error.column - 1).replace(/[^\t]/g, ' ');
    add(panel, 'pre', [error.source, indent + '^', ...more].join('\n'),
      'margin:.3rem 0 1.2rem;padding:.6rem 1rem;overflow:auto;background:#27272a;' +
      'border-left:3px solid #f87171');
  }

  function add(parent, name, text, style) {
    const element = document.createElement(name);
    element.textContent = text;
    element.style.cssText = style;
    parent.append(element);
    return element;
  }

  addEventListener('keydown', event => {
    if (event.key === 'Escape' && overlay) overlay.remove();
  });
})();
