package org.trinofdw.testing.maxcompute.http;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.fault.StreamFault;
import org.trinofdw.testing.maxcompute.record.Compression;
import org.trinofdw.testing.maxcompute.record.RecordStreamWriter;
import org.trinofdw.testing.maxcompute.record.RowChunk;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.store.ServiceException;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.lang.String.format;
import static java.util.Objects.requireNonNull;

/**
 * Answers {@code ?data&rowrange=(start,count)&columns=a,b} with a record stream in the encoding that the client accepts.
 */
final class RecordAnswer
{
    private static final Pattern ROW_RANGE = Pattern.compile("\\(\\s*(\\d{1,18})\\s*,\\s*(\\d{1,18})\\s*\\)");

    private final ServiceContext context;

    RecordAnswer(ServiceContext context)
    {
        this.context = requireNonNull(context, "context is null");
    }

    void data(Request request, List<Column> all, List<RowChunk> chunks, long rows)
            throws IOException
    {
        if (request.has("arrow")) {
            throw new ServiceException(400, "NotImplemented", "This service has no Arrow streams.");
        }
        List<Column> columns = columns(request, all);
        Matcher range = ROW_RANGE.matcher(request.parameter("rowrange").orElse(""));
        if (!range.matches()) {
            throw new ServiceException(400, "InvalidRowRange", "The specified row range is not valid: " + request.parameter("rowrange").orElse(""));
        }
        long start = Long.parseLong(range.group(1));
        long count = Long.parseLong(range.group(2));
        if (start + count > rows) {
            throw new ServiceException(400, "InvalidRowRange", format("The specified row range (%s,%s) is not within the %s rows of the download", start, count, rows));
        }
        write(request, new RecordStreamWriter(chunks, columns, start, count, context.projections()), count);
    }

    private static List<Column> columns(Request request, List<Column> all)
    {
        if (!request.has("columns")) {
            return all;
        }
        ImmutableList.Builder<Column> columns = ImmutableList.builder();
        Set<String> names = new HashSet<>();
        for (String text : Splitter.on(',').split(request.parameters().get("columns"))) {
            String name = text.trim().toLowerCase(Locale.ENGLISH);
            if (!names.add(name)) {
                throw new ServiceException(400, "InvalidColumnSpec", "The specified columns repeat " + name);
            }
            columns.add(all.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ServiceException(400, "InvalidColumnSpec", "The specified columns is not valid: " + name)));
        }
        return columns.build();
    }

    private void write(Request request, RecordStreamWriter writer, long count)
            throws IOException
    {
        Optional<Compression> compression = context.faults().isUncompressed() ? Optional.empty() : accepted(request);
        Optional<StreamFault> fault = context.faults().nextStreamFault();
        compression.ifPresent(encoding -> request.setHeader("Content-Encoding", encoding.encoding()));
        long length = compression.isEmpty() && fault.isEmpty() ? writer.size().orElse(0) : 0;
        OutputStream body = request.answerStream(200, length);
        OutputStream output = compression.isPresent() ? compression.get().compress(body) : body;
        if (fault.isPresent()) {
            writeWithFault(writer, output, fault.get());
        }
        else {
            writer.write(output);
            context.log().addRowsServed(count);
        }
        output.close();
    }

    private static void writeWithFault(RecordStreamWriter writer, OutputStream output, StreamFault fault)
            throws IOException
    {
        switch (fault) {
            case StreamFault.CleanCut cut -> writer.writeWithoutTrailer(output, cut.rows());
            case StreamFault.BrokenConnection broken -> {
                writer.writeWithoutTrailer(output, broken.rows());
                output.flush();
                throw new IOException("connection broken on demand");
            }
            case StreamFault.WrongChecksum _ -> writer.writeWithWrongChecksum(output);
        }
    }

    private static Optional<Compression> accepted(Request request)
    {
        for (String encoding : Splitter.on(',').trimResults().omitEmptyStrings().split(request.header("accept-encoding").orElse(""))) {
            Optional<Compression> compression = Compression.ofEncoding(encoding);
            if (compression.isPresent()) {
                return compression;
            }
        }
        return Optional.empty();
    }
}
