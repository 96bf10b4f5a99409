COPY notes (id, body) FROM stdin;
1	it's raining
2	still raining
\.
