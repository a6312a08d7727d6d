// Sends one request after the other from each virtual user, and fails where answers are too slow or too many are none.
// Settings are environment variables; how many users there are and for how long is k6's own: K6_VUS, K6_DURATION,
// K6_ITERATIONS.
//   TARGET_URL, TARGET_PATH, METHOD, PAYLOAD    what is asked
//   HEADER_X_API_KEY                            the header X-API-KEY, and so on
//   P95_MILLISECONDS, FAILURE_RATE              the thresholds
//   TIMEOUT_SECONDS                             after which a request counts as failed
//   PAUSE_SECONDS                               of a user between two requests: a half to one and a half of it
import { check, sleep } from 'k6';
import http from 'k6/http';

const url = __ENV.TARGET_URL.replace(/\/+$/, '') + __ENV.TARGET_PATH;
const limit = Number(__ENV.P95_MILLISECONDS);
const failures = Number(__ENV.FAILURE_RATE);
const pause = Number(__ENV.PAUSE_SECONDS);
const request = { headers: headers(), timeout: `${__ENV.TIMEOUT_SECONDS}s`, tags: { name: __ENV.TARGET_PATH } };
const checks = {
  'the status is 2xx': (answer) => answer.status >= 200 && answer.status < 300,
  [`the answer takes less than ${limit} ms`]: (answer) => answer.timings.duration < limit,
};

export const options = {
  discardResponseBodies: true,
  summaryTrendStats: ['avg', 'med', 'p(95)', 'p(99)', 'max'],
  thresholds: {
    http_req_duration: [`p(95)<${limit}`],
    http_req_failed: [failures > 0 ? `rate<${failures}` : 'rate==0'],
    http_reqs: ['count>0'], // without a request k6 takes the two others as kept
  },
};

http.setResponseCallback(http.expectedStatuses({ min: 200, max: 299 }));

export default function () {
  check(http.request(__ENV.METHOD, url, __ENV.PAYLOAD || null, request), checks);
  if (pause > 0) {
    sleep(pause * (0.5 + Math.random()));
  }
}

function headers() {
  const own = 'HEADER_';
  const named = Object.keys(__ENV).filter((name) => name.startsWith(own));
  return Object.fromEntries(named.map((name) => [name.slice(own.length).replaceAll('_', '-'), __ENV[name]]));
}
