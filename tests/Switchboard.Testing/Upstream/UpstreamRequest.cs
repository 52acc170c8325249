using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Switchboard.Testing.Upstream.Formats;

namespace Switchboard.Testing.Upstream;

/// <summary>One request as the upstream received it.</summary>
public sealed class UpstreamRequest
{
    private readonly TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<JsonElement> json;
    private readonly RequestShape shape;

    internal UpstreamRequest(int number, HttpRequest request, byte[] body, RequestShape shape)
    {
        Number = number;
        Method = request.Method;
        Path = request.Path.Value ?? "/";
        QueryString = request.QueryString.Value ?? "";
        Target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? Path + QueryString;
        Headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Body = body;
        this.shape = shape;
        json = new(() => JsonElement.Parse(Body.Span));
    }

    /// <summary>Its place among all requests, from 1.</summary>
    public int Number { get; }

    public string Method { get; }

    public string Path { get; }

    /// <summary>Path and query exactly as they were sent, with their escapes.</summary>
    public string Target { get; }

    /// <summary>The query as it was sent, with its question mark.</summary>
    public string QueryString { get; }

    /// <summary>The query's values by name.</summary>
    public IReadOnlyDictionary<string, string> Query =>
        QueryHelpers.ParseQuery(QueryString).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);

    /// <summary>The headers by name, whatever its case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Bytes of the body, those included that were not kept.</summary>
    public long Length { get; internal init; }

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The body as JSON; throws where it is none.</summary>
    public JsonElement Json => json.Value;

    /// <summary>The model it asks for: in the body, or in Gemini's path.</summary>
    public string? Model => shape.Model;

    /// <summary>True if it asks for a stream.</summary>
    public bool IsStream => shape.IsStream;

    /// <summary>Completes when the client disconnects before it has its answer; otherwise never.</summary>
    public Task WhenAborted => aborted.Task;

    /// <summary>Completes when the script has been sent to its end (or to its cut).</summary>
    public Task WhenAnswered => answered.Task;

    public override string ToString() => $"{Method} {Path}{QueryString} model={Model ?? "-"} stream={(IsStream ? "yes" : "no")}";

    internal void Aborted() => aborted.TrySetResult();

    internal void Answered() => answered.TrySetResult();
}
