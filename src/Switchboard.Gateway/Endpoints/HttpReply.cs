using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Switchboard.Gateway.Exchange;

namespace Switchboard.Gateway.Endpoints;

/// <summary>An answer as an HTTP response.</summary>
internal sealed class HttpReply(HttpContext context) : IReply
{
    public bool Started { get; private set; }

    public void Start(int status, string contentType, IReadOnlyList<KeyValuePair<string, string>> headers, long? length)
    {
        Started = true;
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = length;
        var all = response.Headers;
        for (var i = 0; i < headers.Count; i++)
        {
            all[headers[i].Key] = headers[i].Value;
        }

        if (length is null)
        {
            all.CacheControl = "no-cache";
            all["x-accel-buffering"] = "no"; // Tells a proxy in front (nginx) to pass frames on as they come.
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> part, bool flush, CancellationToken cancel)
    {
        var writer = context.Response.BodyWriter;
        writer.Write(part.Span);
        if (flush)
        {
            var result = await writer.FlushAsync(cancel);
            if (result.IsCompleted)
            {
                cancel.ThrowIfCancellationRequested();
                throw new OperationCanceledException("The caller closed the connection.", context.RequestAborted);
            }
        }
    }

    public void Abort() => context.Abort();
}
