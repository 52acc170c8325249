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
        VendorProxy? proxy = VendorProxy.FromEnvironment();
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
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

    /// <summary>Sends a call: its body is posted, unless it asks for what the vendor keeps.</summary>
    /// <param name="call">The call.</param>
    /// <param name="path">The operation, under the target's root.</param>
    /// <param name="fallback">A header that is sent unless the call carries its own.</param>
    /// <param name="cancel">The caller went away.</param>
    public async Task<ProviderReply> SendAsync(ProviderCall call, string path, KeyValuePair<string, string>? fallback, CancellationToken cancel)
    {
        HttpRequestMessage request = Request(call, path, fallback);
        // Ends with the headers: the body has the reader's own idle and total limits.
        using var firstByte = new CancellationTokenSource(call.Target.Timeouts.FirstByte, _options.Time);
        using CancellationTokenRegistration link = cancel.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), firstByte);
        try
        {
            HttpResponseMessage response = await _invoker.SendAsync(request, firstByte.Token).ConfigureAwait(false);
            Stream body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            return ProviderReply.Answered(response, body, call.Key);
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

    private HttpRequestMessage Request(ProviderCall call, string path, KeyValuePair<string, string>? fallback)
    {
        Uri endpoint = call.Target.Endpoint(path);
        var request = new HttpRequestMessage(call.Method, call.Kept is { } id ? new Uri($"{endpoint}/{id}") : endpoint)
        {
            Content = call.Kept is null ? new RequestBytes(call.Body) : null,
            Version = _options.HttpVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (call.Auth is { } auth)
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
}
