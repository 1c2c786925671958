import { definePlugin, manifestDetails, SluiceError, type Plugin } from "@sluice/contracts";
import { cwlDockerTranslatorPoint, type CWLDockerTranslatorFactory } from "@sluice/contracts/cwl";
import about from "./package.json" with { type: "json" };

type Options = { readonly images: Readonly<Record<string, string>> };

const factory: CWLDockerTranslatorFactory = {
  create({ options }) {
    const { images } = options as Options;
    return {
      translate({ image, target }) {
        const deployment = images[image];
        if (deployment !== undefined) return { target: { ...target, deployment } };
        throw new SluiceError("CWL_UNSUPPORTED", `no deployment stands for the image ${image}`, {
          hint: `There is one for: ${Object.keys(images).join(", ")}.`,
        });
      },
    };
  },
};

const imageMap: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    const details = manifestDetails(about.sluice, "cwl-docker-translator", "image-map");
    host.provide(cwlDockerTranslatorPoint, "image-map", factory, details);
  },
});

export default imageMap;
