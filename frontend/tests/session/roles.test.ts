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
  ['roles and groups', jwt('{"roles":["a"],"cognito:groups":["operator","a"]}'), ['a', 'operator']],
  [
    'characters that base64url has of its own',
    jwt('{"name":"ÿÿÿ>>>???","roles":["operator"]}'),
    ['operator'],
  ],
  ['one role as a plain text', jwt('{"roles":"operator"}'), ['operator']],
  ['an empty text', jwt('{"roles":"","cognito:groups":[""]}'), []],
  ['something else in the list', jwt('{"roles":[1,null,"operator"]}'), ['operator']],
  ['no object', jwt('"operator"'), []],
  ['no JSON', jwt('{operator'), []],
  ['a token that is no JWT', 'opaque', []],
  ['no token', '', []],
])('roles of a token with %s', (_, token, roles) => {
  expect(rolesOf(token)).toEqual(roles)
})
