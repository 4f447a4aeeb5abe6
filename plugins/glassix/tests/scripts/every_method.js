// Calls each method of the vendor's official client once, and writes what came back to the file REPORT as JSON.
// The client is the directory CLIENT, unchanged. The sandbox is addressed as `acme.localhost`, which every resolver
// should give the loopback address (RFC 6761); those that don't are helped here.
const dns = require("dns");
const fs = require("fs");

const lookup = dns.lookup;
dns.lookup = (host, ...rest) => lookup(host.endsWith(".localhost") ? "127.0.0.1" : host, ...rest);

const Client = require(process.env.CLIENT);
const settings = JSON.parse(process.env.SETTINGS);
const client = new Client({
  workspace: "acme",
  domain: `localhost:${new URL(settings.base_url).port}`,
  apiKey: settings.api_key,
  apiSecret: settings.api_secret,
  userName: settings.user_name,
});
const answers = {};

const areas = Object.entries(Object.getOwnPropertyDescriptors(Client.prototype)).filter(([, each]) => each.get);
const methods = areas.flatMap(([area]) => Object.keys(client[area]).map((name) => `${area}.${name}`));

const call = async (name, ...given) => {
  const [area, method] = name.split(".");
  const answer = await client[area][method](...given);
  (answers[name] ??= []).push(answer === undefined ? null : answer);
  return answer;
};
const has = (name) => methods.includes(name);

const mail = (identifier) => ({
  type: "Client", protocolType: "Mail", subProtocolType: "MailTo", name: "David Gilmour", identifier,
});
const open = (identifier) => call("tickets.create", { participants: [mail(identifier)], tags: ["Info"] });

const tickets = async () => {
  const { id } = await open("david.gilmour@example.org");
  await call("tickets.get", id);
  await call("tickets.list", { since: process.env.SINCE, until: process.env.UNTIL, sortOrder: "ASC" });
  await call("tickets.send", id, { text: "Hello!" });
  await call("tickets.setFields", id, { field1: "The great gig in the sky", uniqueArgument: "8bc5812f" });
  await call("tickets.setParticipantName", id, { id: 1, name: "Brenda Rahman" });
  await call("tickets.setOwner", id, { nextOwnerUserName: "amy.agent@company.com", keepCurrentOwnerInConversation: false });
  await call("tickets.assignAvailableUser", id);
  await call("tickets.addTags", id, ["Sales", "Excel"]);
  await call("tickets.removeTag", id, { tag: "Sales" });
  await call("tickets.addNote", id, { text: "Only for agents" });
  await call("tickets.pdf", id, { includeDetails: true, includeConversationLink: false, includeNotes: true });
  await call("tickets.html", id, { includeDetails: true, includeConversationLink: false, includeNotes: true });
  await call("tickets.setState", id, { nextState: "Closed", getTicket: true, summary: "Done", tags: ["VIP"] });
  await call("tickets.scramble", id);
  const moving = await open("moving@example.org");
  await call("tickets.setDepartment", moving.id, { departmentId: process.env.OTHER_DEPARTMENT });
  await call("interactiveDocuments.send", (await open("document@example.org")).id, {
    shouldLockDocument: false, baseTemplateId: 20, message: "Please sign", fields: [{ type: "Text", name: "fullName_1" }],
  });
};

const calls = async () => {
  const person = { type: "Client", protocolType: "PhoneCall", name: "Ann", identifier: "442079460111" };
  const { id } = await call("tickets.create", { participants: [person] });
  await call("phoneCalls.started", id, { dateTime: "24/12/2020 11:20:00:22" });
  await call("phoneCalls.ended", id, { dateTime: "24/12/2020 11:25:00:22" });
  await call("phoneCalls.audioLink", id, { audioUri: "https://files.example.org/call.ogg" });
  await call("tickets.setState", id, { nextState: "Closed" });
  await call("tickets.generateSurveyLink", id, { surveyId: 73993 });
};

const users = async () => {
  await call("users.getAll");
  await call("users.setStatus", { nextStatus: "Online" });
  await call("users.getStatus");
  await call("users.add", [{ uniqueArgument: "exampleValue", userName: "john.doe@example.org" }], { userType: "AGENT", role: "SystemUser" });
  await call("users.setRoles", ["SystemUser", "DepartmentAdmin"], { userName: "john.doe@example.org" });
  await call("users.getByUniqueArgument", { uniqueArgument: "exampleValue" });
  await call("users.delete", { userName: "john.doe@example.org" });
  await call("users.setUniqueArgument", { nextUniqueArgument: "mine" });
  await call("users.update", { shortName: "John", fullName: "John Doe", jobTitle: "customer service" });
};

const contacts = async () => {
  const { participants } = await open("contact@example.org");
  const id = participants.find((one) => one.type === "Client").contactId;
  await call("contacts.setName", id, { nextName: "Jane Doe" });
  await call("contacts.setUniqueArgument", id, { nextUniqueArgument: "Jane's" });
  await call("contacts.addIdentifier", id, { forceMerge: false, identifierType: "MailAddress", identifier: "jane.doe@example.org" });
  const held = await call("contacts.get", id);
  const added = held.identifiers.find((one) => one.identifier === "jane.doe@example.org");
  await call("contacts.deleteIdentifier", id, { contactIdentifierId: added.id });
  await call("contacts.get", id);
};

const rest = async () => {
  await call("tenants.isOnline", { departmentId: settings.api_key, protocolType: "Web" });
  await call("tenants.getTags");
  await call("cannedReplies.getAll");
  if (has("cannedReplies.add")) {
    const made = await call("cannedReplies.add", { title: "T", text: "Text", culture: "en-US", categoryName: "C" });
    await call("cannedReplies.delete", { cannedReplyId: made.id });
  }
  await call("protocols.send", { protocolType: "Whatsapp", text: "Hi", from: "972524646214", to: "972547101833" });
  const form = new FormData();
  form.append("0", new Blob(["picture"], { type: "image/png" }), "picture.png");
  await call("files.upload", form);
  await call("webhooks.getevents", { deleteEvents: true });
};

const refused = async () => {
  const problem = await client.tickets.addTags(answers["tickets.create"].at(-1).id, ["None such"]).catch((e) => e);
  answers.refused = { code: problem.code, message: problem.message };
};

const main = async () => {
  answers.getToken = await client.getToken();
  for (const part of [tickets, calls, users, contacts, rest, refused]) await part();
  answers.missed = methods.filter((name) => !(name in answers));
  answers.methods = methods.length;
  fs.writeFileSync(process.env.REPORT, JSON.stringify(answers));
};
main().catch((problem) => {
  console.error(problem.message, problem.stack);
  process.exitCode = 1;
});
