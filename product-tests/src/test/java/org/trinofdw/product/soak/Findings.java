package org.trinofdw.product.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all clients have to tell: how often each kind of statement ended how, and everything that must not be.
 */
public final class Findings
{
    private static final int KEPT = 50;

    private final Map<String, Integer> endings = new TreeMap<>();
    private final List<String> defects = new ArrayList<>();
    private int defectCount;

    public synchronized void ended(String kind, String how)
    {
        endings.merge(kind + ": " + how, 1, Integer::sum);
    }

    public synchronized void defect(String description)
    {
        defectCount++;
        if (defects.size() < KEPT) {
            defects.add(description);
        }
    }

    /** The first defects, the earliest first. */
    public synchronized List<String> defects()
    {
        return List.copyOf(defects);
    }

    public synchronized int statements()
    {
        return endings.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public synchronized String toString()
    {
        return "%s statements, %s defects: %s".formatted(statements(), defectCount, endings);
    }
}
