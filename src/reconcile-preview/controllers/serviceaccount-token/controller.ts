import type { Change } from '../../../cluster/store.ts';
import { without } from '../../../model/without.ts';
import type { Secret, ServiceAccount } from '../../../model/kinds/core-v1.ts';
import type { ReadView } from '../../../cluster/store.ts';
import type { Controller } from '../../controller.ts';
import { remove, update, type Work } from '../../intent.ts';
import { asKind, draft, getObject, listObjects, objectKey, type Typed } from '../../kind.ts';
import { SECRET, SERVICE_ACCOUNT } from '../../kinds.ts';

const TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

/** What only a cluster can sign; that it is there is all that matters to manifests. */
const ISSUED = {
  'ca.crt': btoa('-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'),
  token: btoa('a token of the simulated cluster'),
};

/** A token Secret as it was, with the account that it is for. */
interface TokenKey {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly account: string;
  readonly accountUid: string;
}

/** Fills Secrets for tokens of service accounts, and removes those whose account is not there, as `serviceaccount-token-controller` of kube-controller-manager. */
export const serviceaccountToken: Controller = {
  name: 'serviceaccount-token-controller',
  watches: [
    { kind: SERVICE_ACCOUNT, keys: tokensOfDeleted },
    { kind: SECRET, keys: keysOfSecret },
  ],
  *reconcile(key, view) {
    const token = parseKey(key);
    const secret = getObject(view, SECRET, token.namespace, token.name);
    const account = accountOf(token, view);
    if (!secret || secret.metadata.uid !== token.uid) {
      if (account) yield* dropReference(account, token.name);
      return;
    }
    if (account) yield* fill(secret, account);
    else yield* remove(objectKey(SECRET, secret), {}, `service account ${token.account} does not exist`);
  },
};

function accountOf({ namespace, account, accountUid }: TokenKey, view: ReadView): Typed<ServiceAccount> | undefined {
  const found = getObject(view, SERVICE_ACCOUNT, namespace, account);
  return accountUid === '' || found?.metadata.uid === accountUid ? found : undefined;
}

function* fill(secret: Typed<Secret>, account: Typed<ServiceAccount>): Work {
  const { data = {}, metadata } = secret;
  if (data['ca.crt'] === ISSUED['ca.crt'] && data.namespace && data.token) return;
  const next = draft(secret);
  next.data = { ...data, ...ISSUED, namespace: data.namespace ?? btoa(metadata.namespace ?? ''), token: data.token ?? ISSUED.token };
  next.metadata.annotations = {
    ...metadata.annotations,
    [ACCOUNT_NAME]: account.metadata.name ?? '',
    [ACCOUNT_UID]: account.metadata.uid ?? '',
  };
  yield* update(next, 'token of its service account');
}

/** An account does not list Secrets that are gone. */
function* dropReference(account: Typed<ServiceAccount>, name: string): Work {
  const { secrets = [] } = account;
  const rest = secrets.filter((reference) => reference.name !== name);
  if (rest.length === secrets.length) return;
  yield* update({ ...without(draft(account), 'secrets'), ...(rest.length > 0 && { secrets: rest }) }, `Secret ${name} is gone`);
}

function tokensOfDeleted({ type, object }: Change, view: ReadView): readonly string[] {
  if (type !== 'deleted') return [];
  const { namespace, name, uid } = object.metadata;
  return listObjects(view, SECRET, namespace).flatMap((secret) => {
    const { annotations = {} } = secret.metadata;
    return secret.type === TYPE && annotations[ACCOUNT_NAME] === name && annotations[ACCOUNT_UID] === uid ? [keyOfSecret(secret)] : [];
  });
}

function keysOfSecret({ object }: Change): readonly string[] {
  const secret = asKind(object, SECRET);
  return secret?.type === TYPE ? [keyOfSecret(secret)] : [];
}

const keyOfSecret = ({ metadata: { namespace = '', name = '', uid = '', annotations = {} } }: Typed<Secret>): string =>
  [namespace, name, uid, annotations[ACCOUNT_NAME] ?? '', annotations[ACCOUNT_UID] ?? ''].join('/');

function parseKey(key: string): TokenKey {
  const [namespace = '', name = '', uid = '', account = '', accountUid = ''] = key.split('/');
  return { namespace, name, uid, account, accountUid };
}
