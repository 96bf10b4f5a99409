CREATE TABLE entries (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT entries_pkey PRIMARY KEY,
    title text NOT NULL CONSTRAINT entries_title_check CHECK (trim(title) <> ''),
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX entries_created_at_idx ON entries (created_at);
