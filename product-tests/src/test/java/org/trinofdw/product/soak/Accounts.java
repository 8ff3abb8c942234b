package org.trinofdw.product.soak;

import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import static org.trinofdw.product.soak.SoakEnvironment.ACCOUNTS;
import static org.trinofdw.product.soak.SoakEnvironment.BALANCE;

/**
 * Transfers between accounts of one table: whoever sums it up, by parallel splits or in the server, finds what was there at first.
 */
public final class Accounts
        implements SoakFeature
{
    /** Few, so that transfers meet. */
    private static final int BUSY_ACCOUNTS = 300;
    private static final List<List<Object>> EXPECTED = List.of(List.of(ACCOUNTS * BALANCE, (long) ACCOUNTS));

    @Override
    public void step(SoakClient client)
    {
        switch (client.random().nextInt(5)) {
            case 0, 1 -> transfer(client);
            case 2, 3 -> client.expect("account sum", "SELECT sum(balance), count(*) FROM postgres.soak.account", EXPECTED);
            default -> client.expect("account sum by system.query", "SELECT total, accounts FROM TABLE(postgres.system.query(query => 'SELECT sum(balance)::bigint AS total, count(*) AS accounts FROM soak.account'))", EXPECTED);
        }
    }

    private static void transfer(SoakClient client)
    {
        int from = client.random().nextInt(BUSY_ACCOUNTS);
        int to = (from + 1 + client.random().nextInt(BUSY_ACCOUNTS - 1)) % BUSY_ACCOUNTS;
        int amount = 1 + client.random().nextInt(100);
        client.update(
                "account transfer",
                "UPDATE postgres.soak.account SET balance = balance + CASE id WHEN %s THEN -%s ELSE %s END WHERE id IN (%s, %s)".formatted(from, amount, amount, from, to),
                true,
                Optional.of(2L));
    }

    @Override
    public void verify(SoakEnvironment environment, Findings findings)
            throws SQLException
    {
        try (Connection connection = environment.connectRemote(environment.postgres().database())) {
            List<List<Object>> rows = Results.of(connection, "SELECT sum(balance)::bigint, count(*) FROM soak.account").rows();
            if (!rows.equals(EXPECTED)) {
                findings.defect("accounts at the end: %s, not %s".formatted(rows, EXPECTED));
            }
        }
    }

    @Override
    public String toString()
    {
        return "accounts";
    }
}
