// Prints what Gemini CLI's own loader makes of the agents in a folder, as JSON.
import { loadAgentsFromDirectory } from "@google/gemini-cli-core/dist/src/agents/agentLoader.js";

const found = await loadAgentsFromDirectory(process.argv[2]);
const agents = found.agents.map((agent) => ({ name: agent.name, tools: agent.toolConfig?.tools }));
console.log(JSON.stringify({ agents, errors: found.errors.map(String) }));
