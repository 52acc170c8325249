using System.Net;
using System.Text;

namespace Switchboard.Providers.Transport;

/// <summary>
/// Sends requests to one vendor over one long-lived pool of connections. An invoker rather than an HTTP client, because the latter
/// buffers; no redirects, cookies, decompression or trace headers, because the vendor's bytes and ours must be what both sides wrote.
/// </summary>
internal sealed class VendorHttp : IDisposable
{
    private const string UserAgent = "switchboard";

    private readonly HttpMessageInvoker _invoker;
    private readonly VendorHttpOptions _options;

    public VendorHttp(VendorHttpOptions options)
    {
        _options = options;
        _invoker = Invoker(options);
    }

    /// <summary>A pool of connections to one vendor; also for what an adapter asks beside its calls, such as a token.</summary>
    public static HttpMessageInvoker Invoker(VendorHttpOptions options)
    {
        VendorProxy? proxy = VendorProxy.FromEnvironment();
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // So that a vendor's changed addresses are seen.
            EnableMultipleHttp2Connections = true,
            UseProxy = proxy is not null,
            Proxy = proxy,
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            // A stream that the caller left is given up rather than read to its end.
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(200),
        });
    }

    public void Dispose() => _invoker.Dispose();

    /// <summary>Sends a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="path">The operation, under the target's root, where the call itself names none.</param>
    /// <param name="fallback">A header that is sent unless the call carries its own.</param>
    /// <param name="cancel">The caller went away.</param>
    public Task<ProviderReply> SendAsync(ProviderCall call, string path, KeyValuePair<string, string>? fallback, CancellationToken cancel) =>
        SendAsync(call, call.Path is { } named ? call.Target.EndpointOf(named) : call.Target.Endpoint(path), call.Auth, fallback, [], cancel);

    /// <summary>Sends a call to an address that the model or the vendor's options are part of.</summary>
    /// <param name="call">The call.</param>
    /// <param name="endpoint">The address.</param>
    /// <param name="cancel">The caller went away.</param>
    public Task<ProviderReply> SendAsync(ProviderCall call, Uri endpoint, CancellationToken cancel) =>
        SendAsync(call, endpoint, call.Auth, null, [], cancel);

    /// <summary>Sends a call with headers of the adapter's own making in place of the key.</summary>
    /// <param name="call">The call.</param>
    /// <param name="endpoint">The address.</param>
    /// <param name="signed">The headers.</param>
    /// <param name="cancel">The caller went away.</param>
    public Task<ProviderReply> SendAsync(
        ProviderCall call, Uri endpoint, IReadOnlyList<KeyValuePair<string, string>> signed, CancellationToken cancel) =>
        SendAsync(call, endpoint, null, null, signed, cancel);

    private async Task<ProviderReply> SendAsync(
        ProviderCall call,
        Uri endpoint,
        AuthHeader? authorisation,
        KeyValuePair<string, string>? fallback,
        IReadOnlyList<KeyValuePair<string, string>> signed,
        CancellationToken cancel)
    {
        // Ends with the headers: the body has the reader's own idle and total limits.
        using var firstByte = new CancellationTokenSource(call.Target.Timeouts.FirstByte, _options.Time);
        HttpRequestMessage request = Request(call, endpoint, authorisation, fallback, firstByte);
        for (int i = 0; i < signed.Count; i++)
        {
            request.Headers.TryAddWithoutValidation(signed[i].Key, signed[i].Value);
        }
        using CancellationTokenRegistration link = cancel.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), firstByte);
        try
        {
            HttpResponseMessage response = await _invoker.SendAsync(request, firstByte.Token).ConfigureAwait(false);
            Stream body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            return ProviderReply.Answered(response, body, call);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return firstByte.IsCancellationRequested ? VendorFault.FirstByteTimeout(call) : VendorFault.ConnectTimeout(call, _options.ConnectTimeout);
        }
        catch (HttpRequestException e)
        {
            cancel.ThrowIfCancellationRequested();
            return VendorFault.From(call, e);
        }
    }

    private HttpRequestMessage Request(
        ProviderCall call, Uri endpoint, AuthHeader? authorisation, KeyValuePair<string, string>? fallback, CancellationTokenSource firstByte)
    {
        var request = new HttpRequestMessage(call.Method, endpoint)
        {
            Content = Content(call, firstByte),
            Version = _options.HttpVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (authorisation is { } auth)
        {
            request.Headers.TryAddWithoutValidation(auth.Name, auth.Value);
        }
        bool own = false;
        for (int i = 0; i < call.Headers.Count; i++)
        {
            KeyValuePair<string, string> header = call.Headers[i];
            if (!AuthHeader.Owns(header.Key))
            {
                own |= fallback is { } other && header.Key.Equals(other.Key, StringComparison.OrdinalIgnoreCase);
                request.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }
        foreach (KeyValuePair<string, string> header in call.Target.ExtraHeaders)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
        if (!own && fallback is { } missing)
        {
            request.Headers.TryAddWithoutValidation(missing.Key, missing.Value);
        }
        return request;
    }

    private static HttpContent? Content(ProviderCall call, CancellationTokenSource firstByte)
    {
        if (call.Streamed is { } streamed)
        {
            // The vendor's time runs from the last byte that it got.
            return new StreamedContent(streamed, () => firstByte.CancelAfter(call.Target.Timeouts.FirstByte));
        }
        return call.Body.IsEmpty && call.Method != HttpMethod.Post ? null : new RequestBytes(call.Body);
    }
}
