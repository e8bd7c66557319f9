const FUNCTIONS = [
  {
    name: 'add',
    does: 'Stores an image under an id that is not taken.',
    examples: {
      'Inline bytes': { imageId: 'hello', data: 'aGVsbG8=' },
      'From a URL': { imageId: 'disk', source: 'http://localhost:8000/disk.img' },
      'A finished upload': { imageId: 'mine', upload: {} },
    },
  },
  {
    name: 'get-size',
    does: 'Says how many bytes an image has.',
    examples: {
      Size: { imageId: 'hello' },
      'With digests': { imageId: 'hello', digests: true },
    },
  },
  {
    name: 'get-presigned',
    does: 'Hands out a URL with which a client reads an image straight from S3, or writes one.',
    examples: {
      Download: { imageId: 'hello', filename: 'hello.txt' },
      Upload: { imageId: 'mine', operation: 'upload', size: 5 },
    },
  },
  { name: 'delete', does: 'Deletes an image.', examples: { Delete: { imageId: 'hello' } } },
];

const byId = (id) => document.getElementById(id);
const text = (value) => JSON.stringify(value, null, 2);

async function showFacts() {
  const { glint, java, store, bucket, uploadPage } = await (await fetch('/dev-page/facts.json')).json();
  const facts = { Functions: location.origin, Version: `${glint}, on Java ${java}`, S3: store, Bucket: bucket };
  for (const [name, value] of Object.entries(facts)) {
    const fact = document.createElement('div');
    fact.append(element('dt', name), element('dd', value));
    byId('facts').append(fact);
  }
  byId('upload-page').hidden = !uploadPage;
  byId('no-upload-page').hidden = uploadPage;
}

function element(tag, content) {
  const made = document.createElement(tag);
  made.textContent = content;
  return made;
}

function showFunction({ name, does, examples }) {
  const section = byId('function').content.cloneNode(true).firstElementChild;
  const request = section.querySelector('textarea');
  section.id = name;
  section.querySelector('h2').textContent = name;
  section.querySelector('p').textContent = does;
  for (const [title, example] of Object.entries(examples)) {
    const button = element('button', title);
    button.type = 'button';
    button.addEventListener('click', () => (request.value = text(example)));
    section.querySelector('.examples').append(button);
  }
  request.value = text(Object.values(examples)[0]);
  section.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    call(section, name, request.value);
  });
  byId('functions').append(section);
}

async function call(section, name, body) {
  const part = (selector) => section.querySelector(selector);
  const token = byId('token').value.trim();
  part('button.primary').disabled = true;
  const begin = performance.now();
  try {
    const response = await fetch(`/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      body,
    });
    const answer = await response.text();
    part('.status').textContent = `${response.status}, after ${Math.round(performance.now() - begin)} ms`;
    showAnswer(part, answer);
  } catch {
    part('.status').textContent = 'No answer: does quarkus:dev still run?';
    showAnswer(part, '');
  } finally {
    part('button.primary').disabled = false;
  }
  part('.shell').textContent = shell(name, body, token);
  part('output').hidden = false;
}

function showAnswer(part, answer) {
  let parsed = {};
  try {
    parsed = JSON.parse(answer);
    part('.answer').textContent = text(parsed);
  } catch {
    part('.answer').textContent = answer;
  }
  const isLink = parsed.method === 'GET';
  part('.url').hidden = !isLink;
  part('.url a').href = isLink ? parsed.url : '';
}

/** The token stays out of it: what is copied ends up in histories. */
function shell(name, body, token) {
  const header = token ? ' -H "Authorization: Bearer $GLINT_TOKEN"' : '';
  return `curl -s ${location.origin}/${name}${header} -d '${body.replace(/\s*\n\s*/g, ' ').replaceAll("'", "'\\''")}'`;
}

FUNCTIONS.forEach(showFunction);
await showFacts();
