/** A coin and the two sides that have to agree. */
export const consoleIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1d4ed8"/><circle cx="13" cy="16" r="6.5" fill="none" stroke="#fff" stroke-width="2.5"/><circle cx="19" cy="16" r="6.5" fill="none" stroke="#fff" stroke-width="2.5"/></svg>
`;
