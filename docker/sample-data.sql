-- sample data of the compose file, loaded when the PostgreSQL container starts for the first time
CREATE TABLE customers (
    id bigint PRIMARY KEY,
    name text NOT NULL,
    since date NOT NULL
);
COMMENT ON TABLE customers IS 'who buys';
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers (id),
    placed timestamp with time zone NOT NULL,
    total numeric(12, 2) NOT NULL
);
INSERT INTO customers SELECT i, 'customer ' || i, date '2020-01-01' + i FROM generate_series(1, 100) AS i;
INSERT INTO orders SELECT i, 1 + i % 100, timestamp with time zone '2026-01-01 00:00:00+00' + i * interval '1 minute', i % 1000 + 0.99 FROM generate_series(1, 100000) AS i;
ANALYZE;
