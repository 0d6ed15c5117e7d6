import { PassThrough } from 'node:stream';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import { createConnection, createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { serve, type ServerOptions } from '../../src/lsp/server.ts';

/** A client that speaks the protocol with a server in the same process, byte for byte as over stdio. */
export interface LanguageClient {
  request<T>(method: string, params: object): Promise<T>;
  notify(method: string, params: object): Promise<void>;
  /** The next diagnostics that the server pushes. */
  nextDiagnostics(): Promise<PublishDiagnosticsParams>;
  close(): void;
}

export async function startLanguageClient(options: ServerOptions, initializationOptions?: object): Promise<LanguageClient> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  serve(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), options);
  const client = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const pushed: PublishDiagnosticsParams[] = [];
  const waiting: ((params: PublishDiagnosticsParams) => void)[] = [];
  client.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    const waiter = waiting.shift();
    if (waiter) waiter(params);
    else pushed.push(params);
  });
  client.listen();
  await client.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {}, initializationOptions });
  await client.sendNotification('initialized', {});
  return {
    request: (method, params) => client.sendRequest(method, params),
    notify: (method, params) => client.sendNotification(method, params),
    nextDiagnostics: () => {
      const next = pushed.shift();
      return next ? Promise.resolve(next) : new Promise((resolve) => waiting.push(resolve));
    },
    close: () => {
      client.dispose();
      toServer.end();
      toClient.end();
    },
  };
}
