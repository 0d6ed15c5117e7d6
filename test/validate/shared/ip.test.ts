import assert from 'node:assert/strict';
import { fieldErrorBody } from '../../../src/model/field-error.ts';
import { fieldPath } from '../../../src/model/field-path.ts';
import { ruleContext } from '../../../src/validate/feature-gates.ts';
import {
  validateCidr,
  validateEndpointIp,
  validateIp,
  validateLegacyCidr,
  validateLegacyIp,
  warningsForCidr,
  warningsForIp,
} from '../../../src/validate/shared/ip.ts';

const at = fieldPath('x');
const [strict, lax] = [ruleContext('1.37'), ruleContext('1.34')];

describe('addresses', () => {
  it('are taken as they are where they are canonical', () => {
    for (const text of ['10.0.0.1', '2001:db8::1']) assert.deepEqual([...validateIp(text, at), ...warningsForIp(text, at)], []);
    for (const text of ['10.0.0.0/8', '2001:db8::/32']) assert.deepEqual([...validateCidr(text, at), ...warningsForCidr(text, at)], []);
  });

  it('have leading zeros only in old releases and stored objects', () => {
    assert.deepEqual(validateLegacyIp('010.0.0.1', at, lax), []);
    assert.deepEqual(validateLegacyIp('010.0.0.1', at, strict, ['010.0.0.1']), []);
    assert.deepEqual(validateLegacyIp('010.0.0.1', at, strict).map(fieldErrorBody), [
      'Invalid value: "010.0.0.1": must not have leading 0s',
    ]);
    assert.deepEqual(validateLegacyCidr('10.0.0.0/08', at, lax), []);
    assert.deepEqual(validateLegacyCidr('10.0.0.0/08', at, strict).map(fieldErrorBody), [
      'Invalid value: "10.0.0.0/08": must not have leading 0s in IP or prefix length',
    ]);
  });

  it('are warned about where they are not what they seem', () => {
    assert.deepEqual(warningsForIp('::ffff:1.2.3.4', at), ['x: non-standard IP address "::ffff:1.2.3.4" is invalid: use "1.2.3.4"']);
    assert.deepEqual(warningsForIp('2001:DB8::1', at), [
      'x: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")',
    ]);
    assert.deepEqual(warningsForCidr('10.0.0.1/8', at), [
      'x: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)',
    ]);
  });

  it('of endpoints are addresses of something else', () => {
    for (const text of ['127.0.0.1', '::1', '0.0.0.0', '169.254.1.1', 'fe80::1', '224.0.0.1', 'ff02::1', 'x'])
      assert.equal(validateEndpointIp(text, at).length, 1, text);
    for (const text of ['10.0.0.1', '2001:db8::1', 'fec0::1']) assert.deepEqual(validateEndpointIp(text, at), [], text);
  });
});
