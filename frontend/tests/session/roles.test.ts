import { expect, test } from 'vitest'
import { rolesOf } from '../../src/session/roles'

/** As issuers write it: base64url without padding, of UTF-8. */
function jwt(payload: string): string {
  const bytes = new TextEncoder().encode(payload)
  const base64 = btoa(String.fromCharCode(...bytes))
  return `h.${base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.s`
}

test.each<[string, string, readonly string[]]>([
  ['the role', jwt('{"roles":["operator"]}'), ['operator']],
  ['several', jwt('{"roles":["org_admin","operator"]}'), ['org_admin', 'operator']],
  ['a group of the pool', jwt('{"cognito:groups":["operator"]}'), ['operator']],
  [
    'a group that does not count without a second factor',
    jwt('{"roles":[],"cognito:groups":["operator"]}'),
    [],
  ],
  [
    'characters that base64url has of its own',
    jwt('{"name":"ÿÿÿ>>>???","roles":["operator"]}'),
    ['operator'],
  ],
  ['a text where a list belongs', jwt('{"roles":"operator"}'), []],
  ['something else in the list', jwt('{"roles":[1,null,"operator"]}'), ['operator']],
  ['no object', jwt('"operator"'), []],
  ['no JSON', jwt('{operator'), []],
  ['a token that is no JWT', 'opaque', []],
  ['no token', '', []],
])('roles of a token with %s', (_, token, roles) => {
  expect(rolesOf(token)).toEqual(roles)
})
