/** The tool that every client offers, in the words of JSON Schema. */
export const WEATHER = 'weather';
export const DESCRIPTION = 'Tells the weather';
export const QUESTION = 'How is the weather in Bern?';
export const PARAMETERS = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
