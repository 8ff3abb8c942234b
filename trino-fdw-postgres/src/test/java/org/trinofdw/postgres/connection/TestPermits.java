package org.trinofdw.postgres.connection;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

final class TestPermits
{
    @Test
    void testInTheOrderOfRequests()
    {
        Permits permits = new Permits(2);
        assertThat(permits.request()).isCompleted();
        assertThat(permits.request()).isCompleted();
        CompletableFuture<Void> third = permits.request();
        CompletableFuture<Void> fourth = permits.request();
        assertThat(third).isNotDone();
        permits.release();
        assertThat(third).isCompleted();
        assertThat(fourth).isNotDone();
        permits.release();
        assertThat(fourth).isCompleted();
        permits.release();
        assertThat(permits.request()).isCompleted();
        assertThat(permits.request()).isNotDone();
    }

    @Test
    void testOneWhoGivesBackAndNeedsAgain()
    {
        Permits permits = new Permits(1);
        permits.request();
        CompletableFuture<Void> waiting = permits.request();
        CompletableFuture<Void> again = permits.requestFirst();
        permits.release();
        assertThat(again).isCompleted();
        assertThat(waiting).isNotDone();
        permits.release();
        assertThat(waiting).isCompleted();
    }

    @Test
    void testGivenUp()
    {
        Permits permits = new Permits(1);
        CompletableFuture<Void> first = permits.request();
        CompletableFuture<Void> second = permits.request();
        CompletableFuture<Void> third = permits.request();
        // one that waits is passed over, one that has a permit gives it back
        permits.giveUp(second);
        permits.giveUp(first);
        assertThat(third).isCompletedWithValue(null);
        permits.release();
        assertThat(permits.request()).isCompleted();
    }

    @Test
    void testTooLate()
    {
        Permits permits = new Permits(1);
        permits.request();
        CompletableFuture<Void> late = permits.request();
        late.completeExceptionally(new IllegalStateException("too late"));
        permits.release();
        permits.giveUp(late);
        // there is one permit, neither lost nor doubled
        assertThat(permits.request()).isCompleted();
        assertThat(permits.request()).isNotDone();
    }
}
