// What the tests type. Invented people at .example addresses.

/** A panel of four, jotted in haste: everybody has a point and an address, nothing is left to ask, one thing was promised. */
export const PANEL = `staff writer, Harbor Magazine, mon mar 2 2026 3pm, their office
i'm Gabriela Garcia

Maria Gonzalez - editor in chief, mgonzalez@harbormag.example
- moved from Boston, loves long-form
- the oyster farm piece + how it changed the county vote
- asked what I'd cut from the current issue and I blanked. the answer is the gift guide
- seemed tired

Theo Lund, art director, tlund@harbormag.example
- "captions are the second headline"
- he shoots film on weekends
- showed him my ferry strike layout, he liked the margin notes

Ines Marchetti (managing editor) imarchetti@harbormag.example
- fact checking is in house, 2 checkers
- told her about my style guide migration at the Courier, 3 months, 1,400 pages
- wants a writer who files clean copy a day early

Sam Okoro, photo editor, sokoro@harbormag.example
- keeps every negative since 1994 in one cabinet
- showed me the darkroom

promised Maria 2 clips: ferry strike story, organ builder profile
forgot: i speak portuguese
they decide friday the 13th, Ines emails
salary 62? ask again later
`;

/** Everybody in it. */
export const PANELISTS = ['Maria Gonzalez', 'Theo Lund', 'Ines Marchetti', 'Sam Okoro'];

/** One person, one thing: the shortest jot a note can be written from. */
export const SHORT = `staff writer, Harbor Magazine, mon mar 2 2026 3pm, in person
i'm Gabriela Garcia

Maria Gonzalez - editor in chief, mgonzalez@harbormag.example
- the oyster farm piece and how it changed the county vote
`;

/** The same house, somebody else. */
export const OTHER = `photo editor, Quay Weekly, mon mar 2 2026 2pm, by phone
i'm Gabriela Garcia

Jonas Weil - picture desk, jweil@quay.example
- he keeps a map of every pier in town
`;

/** Names nobody by a line of their own, and no employer. */
export const NO_EMPLOYER = `Maria Gonzalez - editor in chief
- the oyster farm piece and how it changed the county vote
`;

/** Who sends. */
export const PROFILE = `name = "Gabriela Garcia"
email = "gabriela@garcia.example"
`;
