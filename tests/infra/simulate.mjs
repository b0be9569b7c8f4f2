// Asks an independent evaluation of IAM's rules: a list of [policy, key policy or null, request] comes in, answers go out.
import { readFileSync } from 'node:fs'
import { runSimulation } from '@cloud-copilot/iam-simulate'

const answers = []
for (const [policy, resourcePolicy, request] of JSON.parse(readFileSync(0, 'utf8'))) {
  const simulation = {
    identityPolicies: [{ name: 'role', policy }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: resourcePolicy ?? undefined,
    request
  }
  const { overallResult, errors } = await runSimulation(simulation, {})
  answers.push(overallResult ?? JSON.stringify(errors))
}
process.stdout.write(JSON.stringify(answers))
