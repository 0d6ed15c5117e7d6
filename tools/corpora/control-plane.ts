import { request } from 'node:https';
import { isObject, stringify, type Json, type JsonObject } from '../../src/model/json.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';

/** A real API server, asked over HTTP. */
export interface ControlPlane {
  send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: JsonObject): Promise<Response>;
  /** Where objects of a kind live; undefined when the kind is not served. */
  find(apiVersion: string, kind: string): Promise<Served | undefined>;
}

export interface Response {
  readonly code: number;
  readonly body: JsonObject;
}

export interface Served {
  readonly name: string;
  readonly namespaced: boolean;
  /** Of the group version: `/apis/apps/v1`. */
  readonly base: string;
}

/** The API server of a kubeconfig that has one cluster and one user with a token. */
export function controlPlaneOf(kubeconfig: string): ControlPlane {
  const value = readDocuments('kubeconfig', kubeconfig)[0]?.value ?? {};
  const cluster = firstOf(value.clusters, 'cluster');
  const { server } = cluster;
  const { token } = firstOf(value.users, 'user');
  if (typeof server !== 'string' || typeof token !== 'string') throw new Error('the kubeconfig names no server, or no token');
  const rejectUnauthorized = cluster['insecure-skip-tls-verify'] !== true;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
  const send: ControlPlane['send'] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const call = request(new URL(path, server), { method, headers, rejectUnauthorized }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ code: response.statusCode ?? 0, body: bodyOf(text) }));
      });
      call.on('error', reject);
      call.end(body && stringify(body));
    });
  return {
    send,
    async find(apiVersion, kind) {
      const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      const { resources } = (await send('GET', base)).body;
      const own = listOf(resources).find((each) => each.kind === kind && !String(each.name).includes('/'));
      return own && { name: String(own.name), namespaced: own.namespaced === true, base };
    },
  };
}

function bodyOf(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : { message: text };
  } catch {
    return { message: text };
  }
}

const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

function firstOf(list: unknown, field: string): JsonObject {
  const found = listOf(list)[0]?.[field];
  return isObject(found) ? found : {};
}
