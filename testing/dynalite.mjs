// Serves DynamoDB from memory on a free port of this machine, which it prints, until its input is closed.
// Usage: node dynalite.mjs FOLDER-OF-THE-PACKAGE
import { createRequire } from "node:module";

const dynalite = createRequire(import.meta.url)(process.argv[2]);
const server = dynalite({ createTableMs: 0 });
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit());
process.stdin.resume();
