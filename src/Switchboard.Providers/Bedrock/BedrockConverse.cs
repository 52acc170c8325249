using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Bedrock;

/// <summary>Amazon Bedrock's Converse and ConverseStream, and InvokeModel for what is no chat (Bedrock API reference). The gateway gets its binary event stream as server-sent events.</summary>
internal sealed class BedrockConverse(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private const string EventStream = "application/vnd.amazon.eventstream";
    private const string Service = "bedrock";

    private readonly VendorHttp _http = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => Dialect.BedrockConverse;

    public async Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        if (!PathSegment.IsUsable(call.Model))
        {
            return PathSegment.Refused(call, "the id or ARN of a model or an inference profile");
        }
        // The whole id is one segment, so the slashes and colons of an ARN are escaped.
        string path = call.Path ?? $"/model/{Uri.EscapeDataString(call.Model)}{(call.Stream ? "/converse-stream" : "/converse")}";
        ProviderReply reply = await PostAsync(call, call.Target.EndpointOf(path), cancel).ConfigureAwait(false);
        if (reply is { IsSuccess: true, ContentType: { } type } && type.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase))
        {
            return reply.With(new EventStreamBody(reply.Body), "text/event-stream");
        }
        return reply.Error is null && !reply.IsSuccess ? reply.With(ErrorType(reply)) : reply;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>An API key goes as it is; without one, the request is signed.</summary>
    private Task<ProviderReply> PostAsync(ProviderCall call, Uri endpoint, CancellationToken cancel)
    {
        if (call.Key is not null || AwsCredentials.Of(call.Target.Options) is not { } credentials)
        {
            return _http.SendAsync(call, endpoint, cancel);
        }
        var scope = new SigningScope(AwsRegion.Of(call.Target), Service, options.Time.GetUtcNow());
        return _http.SendAsync(call, endpoint, RequestSigning.Headers(credentials, scope, endpoint, RequestBytes.MediaType, call.Body.Span), cancel);
    }

    /// <summary>AWS names the error in a header, with a namespace after a colon.</summary>
    private static string? ErrorType(ProviderReply reply)
    {
        foreach ((string name, string value) in reply.Headers)
        {
            if (name.Equals("x-amzn-errortype", StringComparison.OrdinalIgnoreCase))
            {
                int colon = value.IndexOf(':', StringComparison.Ordinal);
                return colon < 0 ? value : value[..colon];
            }
        }
        return null;
    }
}
