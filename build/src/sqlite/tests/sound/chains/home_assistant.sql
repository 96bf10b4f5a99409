--- up
CREATE TABLE event_data (data_id INTEGER NOT NULL, hash INTEGER, shared_data TEXT, PRIMARY KEY (data_id));
CREATE INDEX ix_event_data_hash ON event_data (hash);
CREATE TABLE event_types (event_type_id INTEGER NOT NULL, event_type VARCHAR(64), PRIMARY KEY (event_type_id));
CREATE TABLE recorder_runs (run_id INTEGER NOT NULL, start DATETIME NOT NULL, "end" DATETIME, closed_incorrect BOOLEAN NOT NULL, created DATETIME NOT NULL, PRIMARY KEY (run_id));
CREATE INDEX ix_recorder_runs_start_end ON recorder_runs (start, "end");
CREATE TABLE events (event_id INTEGER NOT NULL, event_type VARCHAR(64), event_data TEXT, origin VARCHAR(32), time_fired DATETIME, created DATETIME, context_id VARCHAR(36), PRIMARY KEY (event_id));
CREATE TABLE states (
	state_id INTEGER NOT NULL,
	domain VARCHAR(64), entity_id VARCHAR(255), state VARCHAR(255), attributes TEXT,
	event_id INTEGER,
	last_changed DATETIME, last_updated DATETIME, created DATETIME,
	old_state_id INTEGER,
	PRIMARY KEY (state_id),
	FOREIGN KEY(event_id) REFERENCES events (event_id) ON DELETE CASCADE,
	FOREIGN KEY(old_state_id) REFERENCES states (state_id)
);
CREATE INDEX ix_states_event_id ON states (event_id);
CREATE INDEX ix_states_entity_id_last_updated ON states (entity_id, last_updated);
CREATE TABLE schema_changes (change_id INTEGER NOT NULL, schema_version INTEGER, changed DATETIME, PRIMARY KEY (change_id));
INSERT INTO schema_changes (schema_version, changed) VALUES (1, '2020-01-01 00:00:00.000000');
--- down
DROP TABLE schema_changes; DROP TABLE states; DROP TABLE events; DROP TABLE recorder_runs; DROP TABLE event_types; DROP TABLE event_data;
--- up
ALTER TABLE events ADD COLUMN time_fired_ts FLOAT;
ALTER TABLE events ADD COLUMN event_type_id INTEGER REFERENCES event_types (event_type_id);
ALTER TABLE states ADD COLUMN last_updated_ts FLOAT;
UPDATE events SET time_fired_ts = strftime('%s', time_fired) + cast(substr(time_fired, -7) AS FLOAT) WHERE time_fired IS NOT NULL;
UPDATE states SET last_updated_ts = strftime('%s', last_updated) + cast(substr(last_updated, -7) AS FLOAT);
INSERT INTO event_types (event_type) SELECT DISTINCT event_type FROM events WHERE event_type IS NOT NULL;
UPDATE events SET event_type_id = t.event_type_id FROM event_types AS t WHERE t.event_type = events.event_type;
CREATE INDEX ix_events_time_fired_ts ON events (time_fired_ts);
--- down
DROP INDEX ix_events_time_fired_ts;
UPDATE events SET event_type_id = NULL;
DELETE FROM event_types;
ALTER TABLE states DROP COLUMN last_updated_ts;
ALTER TABLE events DROP COLUMN event_type_id; ALTER TABLE events DROP COLUMN time_fired_ts;
--- up
-- ingrain: foreign-keys off
-- As HA does it: https://www.sqlite.org/lang_altertable.html
DROP INDEX ix_states_event_id;
CREATE TABLE states_tmp (
	state_id INTEGER NOT NULL, entity_id VARCHAR(255), state VARCHAR(255), attributes TEXT, event_id SMALLINT,
	last_changed DATETIME, last_updated DATETIME, old_state_id INTEGER, last_updated_ts FLOAT,
	PRIMARY KEY (state_id), FOREIGN KEY(old_state_id) REFERENCES states (state_id));
INSERT INTO states_tmp SELECT state_id, entity_id, state, attributes, NULL, last_changed, last_updated, old_state_id, last_updated_ts FROM states;
DROP TABLE states;
ALTER TABLE states_tmp RENAME TO states;
CREATE INDEX ix_states_entity_id_last_updated ON states (entity_id, last_updated);
--- down
-- ingrain: foreign-keys off
CREATE TABLE states_tmp (
	state_id INTEGER NOT NULL, domain VARCHAR(64), entity_id VARCHAR(255), state VARCHAR(255), attributes TEXT, event_id INTEGER,
	last_changed DATETIME, last_updated DATETIME, created DATETIME, old_state_id INTEGER, last_updated_ts FLOAT,
	PRIMARY KEY (state_id), FOREIGN KEY(event_id) REFERENCES events (event_id) ON DELETE CASCADE, FOREIGN KEY(old_state_id) REFERENCES states (state_id));
INSERT INTO states_tmp (state_id, entity_id, state, attributes, last_changed, last_updated, old_state_id, last_updated_ts)
SELECT state_id, entity_id, state, attributes, last_changed, last_updated, old_state_id, last_updated_ts FROM states;
DROP TABLE states;
ALTER TABLE states_tmp RENAME TO states;
CREATE INDEX ix_states_event_id ON states (event_id);
CREATE INDEX ix_states_entity_id_last_updated ON states (entity_id, last_updated);
--- up
CREATE TABLE statistics_meta (id INTEGER NOT NULL, statistic_id VARCHAR(255), source VARCHAR(32), unit TEXT, has_mean BOOLEAN, has_sum BOOLEAN, PRIMARY KEY (id));
CREATE UNIQUE INDEX ix_statistics_meta_statistic_id ON statistics_meta (statistic_id);
CREATE TABLE statistics (id INTEGER NOT NULL, created_ts FLOAT, metadata_id INTEGER, start_ts FLOAT, mean FLOAT, sum FLOAT, PRIMARY KEY (id), FOREIGN KEY(metadata_id) REFERENCES statistics_meta (id) ON DELETE CASCADE);
-- duplicates go before the index comes
DELETE FROM statistics WHERE id NOT IN (SELECT max(id) FROM statistics GROUP BY metadata_id, start_ts);
CREATE UNIQUE INDEX ix_statistics_statistic_id_start_ts ON statistics (metadata_id, start_ts);
--- down
DROP TABLE statistics; DROP TABLE statistics_meta;
