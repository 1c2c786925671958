import { createHash } from "node:crypto";
import { definePlugin, manifestDetails, SluiceError, type JsonObject, type Plugin } from "@sluice/contracts";
import { cwlDockerTranslatorPoint, type CWLDockerTranslatorFactory } from "@sluice/contracts/cwl";
import about from "./package.json" with { type: "json" };

type Options = { readonly type: string; readonly config: JsonObject };

export const imageMapFactory: CWLDockerTranslatorFactory = {
  create({ options, wrapper }) {
    const { type, config } = options as Options;
    return {
      translate({ image, target }) {
        if (!/^[\w.:-]+$/.test(image)) {
          throw new SluiceError("CWL_UNSUPPORTED", `no environment stands for the image '${image}'`);
        }
        const { deployment: outer, service } = target;
        const environment = {
          type,
          config: JSON.parse(JSON.stringify(config).replaceAll("{image}", image)) as JsonObject,
          ...(wrapper && { wraps: { deployment: outer, ...(service !== undefined && { service }) } }),
        };
        // The same environment has the same name, so that jobs share it.
        const digest = createHash("sha256").update(JSON.stringify(environment)).digest("hex");
        const name = `image-${digest.slice(0, 12)}`;
        return {
          target: { deployment: name, locations: target.locations },
          deployment: { name, ...environment, external: false, lazy: true },
        };
      },
    };
  },
};

const imageMap: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    const details = manifestDetails(about.sluice, "cwl-docker-translator", "image-map");
    host.provide(cwlDockerTranslatorPoint, "image-map", imageMapFactory, details);
  },
});

export default imageMap;
