import { stringify } from '../../model/json.ts';
import { createLineIndex } from '../../text/line-index.ts';
import { closest } from '../../text/closest.ts';
import type { AuthorizationRequest } from '../../workspace/access-question.ts';
import type { Access, Permission } from '../../workspace/access.ts';
import type { SourceFile } from '../../workspace/source-file.ts';
import type { UserInfo } from '../../workspace/user.ts';
import { defineCommand } from '../command.ts';
import type { ExitCode } from '../exit-code.ts';
import type { UsageError } from '../options.ts';
import { isUsageError, readFiles } from '../read-files.ts';
import { complain, readInputs } from '../read-inputs.ts';
import { resolveSettings } from '../settings.ts';
import { asGroup, asUser, cluster, config, enableApi, kubernetesVersion, output } from '../shared-options.ts';
import { printable, type Style } from '../style.ts';
import { accountsText, groundsText, permissionJson, ruleLine, rulesText, subjectsText, type LinesOf } from '../views/access.ts';

const QUESTIONS = ['can-i', 'who-can', 'explain', 'list'] as const;
type QuestionName = (typeof QUESTIONS)[number];

/** What a question is answered with. */
interface Asking {
  readonly access: Access;
  readonly user: UserInfo;
  readonly isNamed: boolean;
  /** Undefined: everywhere. */
  readonly namespace: string | undefined;
  readonly request: AuthorizationRequest | undefined;
  readonly linesOf: LinesOf;
  readonly json: boolean;
  readonly style: Style;
}

/** `drydock auth`: who may do what. */
export const auth = defineCommand({
  name: 'auth',
  usage: 'can-i|who-can|explain VERB RESOURCE[/NAME]|URL [OPTION…] [PATH…] | list [OPTION…] [PATH…]',
  description: [
    'Answers who may do what by the roles and bindings of manifests and the default policy of the release, as the authorizers of kube-apiserver do.',
    'can-i says yes or no with the reason that the server gives (exit code 1 for no), who-can lists users, groups and service accounts, explain shows each',
    'rule and binding that allows it with file, line and column, and list what the pods of each service account may do, or with --as what one user may.',
    'Roles that gather the rules of others (aggregationRule) have them. Without PATH the paths of drydock.yaml are looked at.',
  ],
  options: [
    output('text', 'json'),
    {
      name: 'namespace',
      short: 'n',
      type: 'value',
      placeholder: 'NAMESPACE',
      help: 'Namespace of the request; default without it (who-can, list: all).',
    },
    { name: 'all-namespaces', short: 'A', type: 'flag', help: 'Ask about all namespaces at once.' },
    { name: 'subresource', type: 'value', placeholder: 'NAME', help: 'Subresource, such as log or scale.' },
    asUser,
    asGroup,
    cluster,
    kubernetesVersion,
    enableApi,
    config,
  ],
  examples: [
    {
      command: 'drydock auth can-i create deployments --as jane -n shop deploy/',
      does: 'Whether jane may, by the manifests below deploy.',
    },
    { command: 'drydock auth can-i get /metrics --as jane deploy/', does: 'Whether a path that is no resource may be read.' },
    { command: 'drydock auth who-can delete secrets deploy/', does: 'All who may delete secrets somewhere.' },
    {
      command: 'drydock auth explain get pods --subresource log --as system:serviceaccount:shop:web deploy/',
      does: 'Which rules and bindings allow it.',
    },
    { command: 'drydock auth list deploy/', does: 'What the pods of each service account may do.' },
  ],
  async run({ values, operands, terminal, style }) {
    const [question, ...rest] = operands;
    const name = QUESTIONS.find((each) => each === question);
    if (!name) return unknownQuestion(question);
    const [verb, what] = name === 'list' ? [] : rest;
    if (name !== 'list' && (verb === undefined || what === undefined))
      return { message: `auth ${name} takes VERB and RESOURCE[/NAME] or URL` };
    const settings = await resolveSettings(values, terminal.cwd);
    if (isUsageError(settings)) return settings;
    const existing = readFiles(values.cluster, '--cluster', terminal.cwd);
    if (isUsageError(existing)) return existing;
    const paths = rest.slice(name === 'list' ? 0 : 2);
    const inputs = await readInputs(paths.length > 0 ? paths : settings.paths, terminal, settings);
    const [{ readAccess }, { questionOf, ADMINISTRATOR }, { schemasWith }] = await Promise.all([
      import('../../workspace/access.ts'),
      import('../../workspace/access-question.ts'),
      import('../../workspace/schemas.ts'),
    ]);
    const access = readAccess({ registry: schemasWith(settings.release, settings.enableApis), files: inputs.files, cluster: existing });
    complain([...inputs.problems, ...access.problems], terminal);
    const user = settings.user ?? ADMINISTRATOR;
    const isOpen = name === 'who-can' || name === 'list';
    const namespace = values['all-namespaces'] ? undefined : (values.namespace ?? (isOpen ? undefined : 'default'));
    const asked =
      verb === undefined || what === undefined
        ? undefined
        : questionOf({ verb, what, subresource: values.subresource ?? '', namespace: namespace ?? '', user }, access);
    for (const warning of asked?.warnings ?? []) terminal.writeError(`drydock: ${warning}\n`);
    const { text, code } = await answer(name, {
      access,
      user,
      isNamed: settings.user !== undefined,
      namespace,
      request: asked?.request,
      linesOf: linesOfFiles([...inputs.files, ...existing]),
      json: values.output === 'json',
      style,
    });
    await terminal.write(text);
    return inputs.problems.length > 0 ? 2 : code;
  },
});

/** What is to be known of a yes that no role gives, or that is an administrator's. */
function hintsOfYes({ user, isNamed }: Asking, grounds: readonly Permission[] | undefined): string[] {
  if (grounds?.length === 0) return [otherGround(user)];
  return isNamed || grounds ? [] : ['asked for an administrator; --as USER asks for somebody else'];
}

/** Where else the answer is yes, and what the one who is told no holds there instead. */
function hintsOfNo({ access, user, namespace, isNamed }: Asking, request: AuthorizationRequest, name: QuestionName): string[] {
  const elsewhere = access.allowedIn(request);
  const others =
    elsewhere.length > 0 && namespace !== undefined ? [`not in namespace ${namespace}, but in ${elsewhere.join(', ')} (--namespace)`] : [];
  if (name !== 'explain' || !isNamed) return others;
  const held = access.permissions(user, namespace).filter(({ isDefault }) => !isDefault);
  return [
    ...others,
    ...(held.length === 0
      ? [`nothing is bound to ${user.username} or its groups here: ${user.groups.join(', ')}`]
      : ['what is granted:', ...held.map(ruleLine)]),
  ];
}

/** What allows a request where no role does. */
const otherGround = ({ groups }: UserInfo): string =>
  groups.includes('system:masters') ? 'members of system:masters may do everything' : 'kubelets may, for what belongs to their node';

const unknownQuestion = (question: string | undefined): UsageError => {
  const near = question === undefined ? undefined : closest(question, QUESTIONS);
  return {
    message:
      question === undefined ? `auth takes one of ${QUESTIONS.join(', ')}` : `auth has no question ${question}: ${QUESTIONS.join(', ')}`,
    ...(near !== undefined && { hint: `did you mean ${near}?` }),
  };
};

function linesOfFiles(files: readonly SourceFile[]): LinesOf {
  const indexes = new Map(files.map(({ source, text }) => [source, createLineIndex(text)]));
  return (source) => indexes.get(source);
}

interface Printed {
  readonly text: string;
  readonly code: ExitCode;
}

const printed = (json: boolean, value: () => unknown, text: () => string, code: ExitCode = 0): Printed => ({
  text: json ? `${stringify(value(), { indent: 2 })}\n` : text(),
  code,
});

async function answer(name: QuestionName, asking: Asking): Promise<Printed> {
  const { access, user, isNamed, namespace, request, linesOf, json, style } = asking;
  if (!request) {
    if (isNamed) {
      const permissions = access.permissions(user, namespace);
      return printed(
        json,
        () => permissions.map((each) => permissionJson(each, linesOf)),
        () =>
          `${style.bold(printable(`User ${user.username}`))}  ${style.dim(printable(`in ${user.groups.join(', ')}`))}\n${rulesText(permissions, linesOf, style)}`,
      );
    }
    const { accountsOf } = await import('../../workspace/access-accounts.ts');
    const accounts = accountsOf(access, namespace);
    return printed(
      json,
      () => accounts.map((each) => ({ ...each, permissions: each.permissions.map((permission) => permissionJson(permission, linesOf)) })),
      () => accountsText(accounts, linesOf, style),
    );
  }
  if (name === 'who-can') {
    const permissions = access.subjects(request);
    return printed(
      json,
      () => permissions.map((each) => permissionJson(each, linesOf)),
      () => subjectsText(permissions, linesOf, style) || `${style.dim('nobody but system:masters')}\n`,
    );
  }
  const { allowed, reason } = access.decide(request);
  const grounds = name === 'explain' ? access.grounds(request) : undefined;
  const hints = allowed ? hintsOfYes(asking, grounds) : hintsOfNo(asking, request, name);
  const word = allowed ? style.green('yes') : style.red('no');
  return printed(
    json,
    () => ({ allowed, reason, ...(grounds && { grounds: grounds.map((each) => permissionJson(each, linesOf)) }), request }),
    () =>
      `${word}${reason === '' ? '' : ` - ${reason}`}\n${grounds ? groundsText(grounds, linesOf, style) : ''}${hints.map((hint) => `  ${style.dim(hint)}\n`).join('')}`,
    allowed ? 0 : 1,
  );
}
