// Loaded before every entry point (`node --import`): TypeScript is run directly, which Node does from 22.18 on.
// On Linux `npm ci` brings a Node 24 and `npm run` puts it first on PATH; elsewhere the machine's own must serve.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Watchfloor needs Node 22.18 or newer and was started with ${process.version}: run it through \`npm start\` (npm brings Node 24 on Linux), or install Node 24 from https://nodejs.org.`,
  );
  process.exit(2);
}
