import { commands, workspace, type ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node.js';

let client: LanguageClient | undefined;

/** Starts the language server that the extension carries; it runs in a process of its own. */
export async function activate(context: ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('server/dist/language-server.js');
  const start = async (): Promise<void> => {
    client = new LanguageClient(
      'drydock',
      'Drydock',
      { module, transport: TransportKind.stdio },
      {
        documentSelector: [
          { scheme: 'file', language: 'yaml' },
          { scheme: 'untitled', language: 'yaml' },
          { scheme: 'file', language: 'json' },
        ],
        initializationOptions: settings(),
        synchronize: { configurationSection: 'drydock' },
      },
    );
    await client.start();
  };
  const restart = async (): Promise<void> => {
    await client?.stop();
    await start();
  };
  context.subscriptions.push(
    commands.registerCommand('drydock.restart', restart),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration('drydock.kubernetesVersion')) await restart();
    }),
  );
  await start();
}

/** Ends the language server. */
export async function deactivate(): Promise<void> {
  await client?.stop();
}

const settings = (): { readonly kubernetesVersion: string | undefined } => ({
  kubernetesVersion: workspace.getConfiguration('drydock').get<string>('kubernetesVersion'),
});
