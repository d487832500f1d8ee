/** What rotas and policies may hold, so that who is on call is known within milliseconds, and an answer shows it. */
export const rotaLimits = {
  rotasOfServer: 25, // Discord: choices of a menu
  policiesOfServer: 25,
  layers: 20, // a month of 20 layers with hourly turns takes up to a second
  people: 100,
  holidays: 366,
  windows: 14,
  turnCount: 52, // weeks: a year
  steps: 20,
  repeats: 5,
  waitMinutes: 1_440,
  watches: 50,
  nameLength: 80,
  whyLength: 200,
  overrideDays: 90,
  aheadDays: 365, // until what is agreed begins
  overridesOfServer: 500,
} as const;
