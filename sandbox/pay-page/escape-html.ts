const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What a merchant sent, made harmless for a page. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** The same for what names a status of the provider's: on a phone it breaks between its words, and not before its last letter. */
export function breakable(text: string): string {
  return escapeHtml(text).replaceAll('_', '_<wbr>');
}
