import { escapeHtml } from './escape-html';
import { pageStyle } from './page-style';

/** The frame of every page; `content` is HTML already. */
export function renderPage(title: string, content: string, footer: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeHtml(title)} – sandbox</title>
  <style>${pageStyle}</style>
</head>
<body>
  <main>
    <div class="card">
      <p class="banner"><strong>Sandbox</strong> <span>No real money moves here.</span></p>
      ${content}
    </div>
    <footer>${escapeHtml(footer)}</footer>
  </main>
</body>
</html>
`;
}
