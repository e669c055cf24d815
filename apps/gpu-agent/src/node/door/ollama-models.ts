import { z } from 'zod';
import { readBody, sendJson } from './answer';
import { detailsOf, readArchitecture } from './describe-model';
import type { DoorRoute } from './door-route';

export const answerVersion: DoorRoute = async ({ parts, response }) => {
  sendJson(response, 200, { version: parts.version });
};

export const answerTags: DoorRoute = async ({ parts, caller, response }) => {
  const { model_type } = await readArchitecture(parts.base);
  const models = await parts.models.list(caller);
  sendJson(response, 200, {
    models: models.map((model) => ({
      name: model.name,
      model: model.name,
      modified_at: model.modifiedAt.toISOString(),
      size: model.bytes,
      digest: model.sha256,
      details: detailsOf(model, parts.base, model_type),
    })),
  });
};

/** Those of the caller's models that write without being loaded first. */
export const answerProcesses: DoorRoute = async ({ parts, caller, response }) => {
  const [{ model_type }, models, memory] = await Promise.all([
    readArchitecture(parts.base),
    parts.models.list(caller),
    parts.engine.memory(),
  ]);
  const warm = new Set(memory.warm);
  sendJson(response, 200, {
    models: models
      .filter(({ tag }) => warm.has(tag))
      .map((model) => ({
        name: model.name,
        model: model.name,
        size: model.bytes,
        digest: model.sha256,
        details: detailsOf(model, parts.base, model_type),
        // It stays until others need the room: no time is set.
        expires_at: '9999-12-31T23:59:59Z',
        size_vram: memory.gpuBytes === 0 ? 0 : model.bytes,
        context_length: parts.base.contextTokens,
      })),
  });
};

/** Older clients, and Ollama's own command line, say `name`. */
const showSchema = z.object({ model: z.string().optional(), name: z.string().optional() });

export const answerShow: DoorRoute = async ({ parts, caller, request, response }) => {
  const asked = await readBody(request, showSchema);
  const model = await parts.models.find(caller, asked.model || asked.name || '');
  const { model_type, hidden_size } = await readArchitecture(parts.base);
  sendJson(response, 200, {
    modelfile: `# Served by an emailai agent; there is no Modelfile.\nFROM ${parts.base.name}\n`,
    parameters: '',
    template: '{{ .Prompt }}',
    details: detailsOf(model, parts.base, model_type),
    model_info: {
      'general.architecture': model_type,
      'general.basename': parts.base.name,
      'general.parameter_count': parts.base.parameters,
      [`${model_type}.context_length`]: parts.base.contextTokens,
      ...(hidden_size === undefined ? {} : { [`${model_type}.embedding_length`]: hidden_size }),
    },
    capabilities: ['completion'],
    modified_at: model.modifiedAt.toISOString(),
  });
};
