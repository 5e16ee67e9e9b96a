BEGIN TRANSACTION;
CREATE TABLE approvals (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, run_id TEXT NOT NULL, status TEXT NOT NULL, data TEXT NOT NULL);
INSERT INTO "approvals" VALUES(1,'A-1','plan-1','pending','{"abort":false,"action":{"agent":"scrum_master","arguments":{"id":"US-1","status":"done"},"authority":"execute","evidence":["item:US-1"],"preview":"","rationale":"","skill":"update_task_status","summary":"US-1: ready → done"},"decided_at":null,"decided_by":null,"expires":"2026-11-28T09:00:00.000Z","former":{"status":"ready"},"id":"A-1","reason":"","requested":"2026-11-21T09:00:00.000Z","run_id":"plan-1","status":"pending"}');
CREATE TABLE audit_head (one INTEGER PRIMARY KEY CHECK (one = 1), entries INTEGER NOT NULL, hash TEXT NOT NULL);
INSERT INTO "audit_head" VALUES(1,2,'8a146713dfa334509a3166f78f13aaa50ad69d9d7375252975e88a31d5919d09');
CREATE TABLE "blobs" (
   "digest" TEXT PRIMARY KEY,
   "packed" INTEGER NOT NULL,
   "data" BLOB NOT NULL
);
INSERT INTO "blobs" VALUES('2bfd14f43d17fc7cea24e0917a8879b4b2f880b8baeec1b9d90fbaad655e71bd',0,X'7B226E223A317D');
INSERT INTO "blobs" VALUES('ce8e36519a3615af36eca323f1519dc5e480564e850c3a9caf24f9096c9f8bd1',1,X'789CAB56CA2C49CD2D56B28A560A0DD63554D219A546A9516A941AA5E843C5D6020037802864');
CREATE TABLE "cache" (
   "namespace" TEXT,
   "key" TEXT,
   "expires" REAL,
   "type" TEXT NOT NULL,
   "value" BLOB NOT NULL,
   PRIMARY KEY ("namespace", "key")
);
CREATE TABLE "decisions" (
   "number" INTEGER PRIMARY KEY,
   "run_id" TEXT NOT NULL,
   "id" TEXT NOT NULL,
   "data" TEXT NOT NULL
);
INSERT INTO "decisions" VALUES(1,'plan-1','d1','{"action":"write","agent":"planner","approved_at":"2026-11-21T00:00:00Z","approved_by":"ann","authority":"execute","confidence":0.75,"evidence":["US-1"],"hash":"2c79d1e0ce3dafe46ee97c6f1b7c89c50e235b4ce4e65034f3ca96bd66114d6b","id":"d1","previous_hash":"","rationale":"because","run_id":"plan-1","time":"2026-11-21T00:00:00Z"}');
INSERT INTO "decisions" VALUES(2,'plan-1','d2','{"action":"write","agent":"planner","approved_at":null,"approved_by":null,"authority":"suggest","confidence":1,"evidence":[],"hash":"8a146713dfa334509a3166f78f13aaa50ad69d9d7375252975e88a31d5919d09","id":"d2","previous_hash":"2c79d1e0ce3dafe46ee97c6f1b7c89c50e235b4ce4e65034f3ca96bd66114d6b","rationale":"more","run_id":"plan-1","time":"2026-11-21T00:00:01Z"}');
CREATE TABLE "effects" (
   "key" TEXT PRIMARY KEY,
   "target" TEXT NOT NULL,
   "sha256" TEXT NOT NULL,
   "begun" TEXT NOT NULL,
   "done" TEXT
);
INSERT INTO "effects" VALUES('k','plans/a.md','aa','2026-11-21T08:19:39.967Z','2026-11-21T08:19:39.967Z');
CREATE TABLE experience (intent TEXT NOT NULL, complexity TEXT NOT NULL, strategy TEXT NOT NULL, schedule TEXT NOT NULL, agents TEXT NOT NULL, skills TEXT NOT NULL, runs INTEGER NOT NULL, success REAL NOT NULL, seconds REAL NOT NULL, updated TEXT NOT NULL, PRIMARY KEY (intent, complexity, strategy, schedule, agents, skills));
INSERT INTO "experience" VALUES('risks','simple','single','parallel','["risk_quality"]','["detect_risks"]',2,0.9,1.5,'2026-11-21T08:19:39.943Z');
CREATE TABLE experienced (run_id TEXT PRIMARY KEY);
INSERT INTO "experienced" VALUES('ask-1');
CREATE TABLE facts (number INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL UNIQUE, source TEXT NOT NULL, date TEXT NOT NULL);
INSERT INTO "facts" VALUES(1,'no deploys on Fridays','ann','2026-11-21');
CREATE TABLE "files" (
   "source" TEXT,
   "path" TEXT,
   "size" INTEGER NOT NULL,
   "mtime_ns" INTEGER NOT NULL,
   "sha256" TEXT NOT NULL,
   "items" INTEGER NOT NULL,
   "payload" BLOB NOT NULL,
   PRIMARY KEY ("source", "path")
);
INSERT INTO "files" VALUES('files','backlog/a.md',3,1000000000000000000,'abababababababababababababababababababababababababababababababab',1,X'00FF27');
CREATE TABLE measures (number INTEGER PRIMARY KEY, run_id TEXT NOT NULL, workflow TEXT NOT NULL, step_id TEXT NOT NULL, agent TEXT NOT NULL, skill TEXT, outcome TEXT NOT NULL, time TEXT NOT NULL, seconds REAL NOT NULL, cpu REAL, peak_kib INTEGER, tokens INTEGER NOT NULL, usd REAL NOT NULL, fallbacks INTEGER NOT NULL);
INSERT INTO "measures" VALUES(1,'plan-1','plan','gather','planner',NULL,'completed','2026-11-21T08:19:39.943Z',0.25,0.2,65536,0,0.0,0);
CREATE TABLE "runs" (
   "number" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "base_id" TEXT NOT NULL,
   "workflow" TEXT NOT NULL,
   "status" TEXT NOT NULL,
   "params" TEXT NOT NULL,
   "step" TEXT,
   "started" TEXT NOT NULL,
   "updated" TEXT NOT NULL,
   "message" TEXT NOT NULL
);
INSERT INTO "runs" VALUES(1,'plan-1','plan-1','plan','completed','{"as_of":"2026-11-21","seed":7}',NULL,'2026-11-21T08:19:39.929Z','2026-11-21T08:19:39.953Z','');
INSERT INTO "runs" VALUES(2,'report-1','report-1','report','running','{}',NULL,'2026-11-21T08:19:39.961Z','2026-11-21T08:19:39.961Z','');
CREATE TABLE spending (number INTEGER PRIMARY KEY, run_id TEXT NOT NULL, purpose TEXT NOT NULL, tokens INTEGER NOT NULL, usd REAL NOT NULL, unpriced INTEGER NOT NULL, time TEXT NOT NULL);
INSERT INTO "spending" VALUES(1,'plan-1','headline',1200,0.004,0,'2026-11-26T12:08:55.539Z');
CREATE TABLE "statements" (
   "number" INTEGER PRIMARY KEY,
   "run_id" TEXT NOT NULL,
   "id" TEXT NOT NULL,
   "data" TEXT NOT NULL
);
INSERT INTO "statements" VALUES(1,'plan-1','s1','{"agent":"reporter","confidence":1,"evidence":["US-1"],"fact":"5","id":"s1","run_id":"plan-1","stated":"5","text":"5 done"}');
CREATE TABLE steps (run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, step_id TEXT NOT NULL, result TEXT, started TEXT NOT NULL, ended TEXT, PRIMARY KEY (run_id, step_id));
INSERT INTO "steps" VALUES('plan-1','gather','2bfd14f43d17fc7cea24e0917a8879b4b2f880b8baeec1b9d90fbaad655e71bd','2026-11-21T08:19:39.943Z','2026-11-21T08:19:39.943Z');
INSERT INTO "steps" VALUES('plan-1','plan','ce8e36519a3615af36eca323f1519dc5e480564e850c3a9caf24f9096c9f8bd1','2026-11-21T08:19:39.953Z','2026-11-21T08:19:39.953Z');
CREATE TABLE turns (number INTEGER PRIMARY KEY, session TEXT NOT NULL, run_id TEXT NOT NULL UNIQUE, data TEXT NOT NULL);
INSERT INTO "turns" VALUES(1,'daily','ask-1','{"agents":["risk_quality"],"intents":["risks"],"run_id":"ask-1","text":"any risks?","time":"2026-11-21T08:19:39.943Z"}');
CREATE INDEX "files_stamps"
    ON "files" ("source", "path", "size", "mtime_ns", "sha256", "items");
CREATE UNIQUE INDEX "idx_runs_id"
    ON "runs" ("id");
CREATE INDEX "idx_runs_base_id"
    ON "runs" ("base_id");
CREATE UNIQUE INDEX "idx_decisions_run_id_id"
    ON "decisions" ("run_id", "id");
CREATE UNIQUE INDEX "idx_statements_run_id_id"
    ON "statements" ("run_id", "id");
CREATE INDEX spending_of_runs ON spending (run_id);
CREATE TABLE documents (id TEXT PRIMARY KEY, kind TEXT NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL, quick TEXT NOT NULL, digest TEXT NOT NULL);
INSERT INTO "documents" VALUES('file:README.md','document','README.md',1,'17:1000000000000000000','1:abababababababababababababababab');
CREATE TABLE passages (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, line INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL);
INSERT INTO "passages" VALUES(1,'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','file:README.md',3,'Shop','Sells books.');
CREATE INDEX passages_document ON passages (document);
CREATE VIRTUAL TABLE passage_terms USING fts5(title, body, tokenize = "unicode61 remove_diacritics 0 tokenchars '-._#/'");
INSERT INTO "passage_terms" (rowid, title, body) VALUES(1,'shop','sells books');
CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab('passage_terms', 'row');
CREATE INDEX measures_of_runs ON measures (run_id);
CREATE INDEX turns_of_sessions ON turns (session);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('facts',1);
COMMIT;
PRAGMA application_id=398417073;
PRAGMA user_version=5;
