using System.Buffers;
using Switchboard.Testing.Upstream.Delivery;
using Switchboard.Testing.Upstream.Formats;
using Switchboard.Testing.Upstream.Operations;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Serving;

/// <summary>Takes each request, finds its script and has it delivered.</summary>
internal sealed class Desk(UpstreamOptions options, Playlist playlist, Recording recording, UpstreamDialect[] dialects, OperationEndpoints operations, CancellationToken stopping)
{
    public async Task ServeAsync(HttpContext context)
    {
        var dialect = DialectOf(context.Request);
        var (shape, body, length) = await ReadAsync(context.Request, dialect.Format);
        try
        {
            var plain = !options.Record && options.OnRequest is null && playlist.IsEmpty;
            await (plain && dialect.Serves(context.Request.Method, context.Request.Path.Value!)
                ? ServePreparedAsync(context, dialect, shape)
                : ServeScriptAsync(context, dialect, shape, body, length));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (CutException) when (!context.Response.HasStarted)
        {
            context.Abort();
        }
    }

    private UpstreamDialect DialectOf(HttpRequest request)
    {
        var path = request.Path.Value ?? "/";
        if (dialects.FirstOrDefault(dialect => dialect.Format.Tail(path) >= 0) is { } byPath)
        {
            return byPath;
        }
        // Two vendors list their models at the same path.
        return request.Headers.ContainsKey("anthropic-version")
            ? dialects.First(dialect => dialect.Format is AnthropicFormat)
            : dialects.FirstOrDefault(dialect => dialect.ListsModels(request.Method, path)) ?? dialects[0];
    }

    private async ValueTask<(RequestShape Shape, byte[] Body, long Length)> ReadAsync(HttpRequest request, WireFormat format)
    {
        var read = await request.BodyReader.ReadAsync();
        var skipped = 0L;
        while (!read.IsCompleted)
        {
            var passes = read.Buffer.Length > options.KeepUpTo;
            skipped += passes ? read.Buffer.Length : 0;
            request.BodyReader.AdvanceTo(passes ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            read = await request.BodyReader.ReadAsync();
        }
        var shape = format.Shape(RequestShape.Of(read.Buffer), request.Path.Value ?? "/", request.QueryString.Value ?? "");
        var keep = options.Record || options.OnRequest is not null || !playlist.IsEmpty;
        var (body, length) = (keep ? read.Buffer.ToArray() : [], skipped + read.Buffer.Length);
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return (shape, body, length);
    }

    private async Task ServePreparedAsync(HttpContext context, UpstreamDialect dialect, RequestShape shape)
    {
        var standing = dialect.Standing;
        var answer = standing.Prepared(dialect.Format, shape, options.TimeProvider);
        using var gone = standing.Script.Acts.IsEmpty
            ? null
            : CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await new Wire(context.Response, options.TimeProvider, gone?.Token ?? context.RequestAborted).SendAsync(answer, standing.Script);
    }

    private async Task ServeScriptAsync(HttpContext context, UpstreamDialect dialect, RequestShape shape, byte[] body, long length)
    {
        var (request, script) = recording.Add(
            number => new UpstreamRequest(number, context.Request, body, shape) { Length = length },
            request => Choose(request, dialect));
        using var left = context.RequestAborted.Register(request.Aborted);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        options.OnRequest?.Invoke(request);
        if (dialect.Format.RequestIdHeader is { } header)
        {
            context.Response.Headers[header] = $"req_{request.Number}";
        }
        var answer = script.Render(dialect.Format, new Ask(shape, request.Number, options.TimeProvider.GetUtcNow(), request));
        try
        {
            await new Wire(context.Response, options.TimeProvider, gone.Token).SendAsync(answer, script);
            request.Answered();
        }
        catch (CutException)
        {
            request.Answered();
            throw;
        }
    }

    private Script Choose(UpstreamRequest request, UpstreamDialect dialect)
    {
        try
        {
            if (playlist.ByRule(request) is { } picked)
            {
                return picked;
            }
        }
        catch (Exception fault)
        {
            return Script.Error(500, $"A rule of the test threw {fault.GetType().Name}: {fault.Message}");
        }
        if (dialect.ListsModels(request.Method, request.Path))
        {
            return new ModelListScript(dialect.ModelNames);
        }
        return playlist.FromQueue()
            ?? (dialect.Serves(request.Method, request.Path)
                ? dialect.Standing.Script
                : operations.For(request) ?? Script.Error(404, $"The scripted upstream has nothing at {request.Method} {request.Path}."));
    }
}
