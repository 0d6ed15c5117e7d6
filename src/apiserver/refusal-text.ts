import type { Answer } from './api-server.ts';

/** Why a request was not done, in the words of the server, or of kubectl where no resource has the kind; undefined when it was. */
export function refusalText(answer: Answer): string | undefined {
  switch (answer.verdict) {
    case 'accepted':
      return undefined;
    case 'rejected':
      return answer.status.message;
    case 'unknown-kind':
      return answer.error;
  }
}
