import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { getCACertificates } from "node:tls";

/** The agents for both protocols. */
export interface HttpAgents {
  of(protocol: string): HttpAgent;
}

/**
 * Agents that go through the proxies of the environment (`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`) and trust what the
 * system trusts besides what Node.js does. Nothing global is changed for it.
 */
export function createHttpAgents(): HttpAgents {
  let plain: HttpAgent | undefined;
  let secure: HttpsAgent | undefined;
  const proxyEnv = process.env;
  return {
    of: (protocol) => {
      if (protocol === "http:") return (plain ??= new HttpAgent({ proxyEnv }));
      return (secure ??= new HttpsAgent({ proxyEnv, ca: trustedCertificates() }));
    },
  };
}

function trustedCertificates(): string[] {
  return [...new Set([...getCACertificates("default"), ...getCACertificates("system")])];
}
