package org.trinofdw.postgres.handle;

/**
 * What it costs to read from a server: postgres_fdw's cost options (PostgreSQL 17, F.36.1.3 Cost Estimation Options).
 *
 * @param startup of each scan ({@code fdw_startup_cost})
 * @param tuple of each row that is moved ({@code fdw_tuple_cost})
 */
public record RemoteCosts(double startup, double tuple)
{
    /** Whether to read the rows of a join costs no more than to read those of its two inputs. */
    public boolean joinIsCheaper(double leftRows, double rightRows, double joinRows)
    {
        return startup + tuple * joinRows <= 2 * startup + tuple * (leftRows + rightRows);
    }
}
