using System.Net.Sockets;
using System.Security.Authentication;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Providers.Transport;

/// <summary>Turns what a network did into an error value that names the vendor and what to check. Never holds key material.</summary>
internal static class VendorFault
{
    public static ProviderReply ConnectTimeout(ProviderCall call, TimeSpan limit) => Failed(call, false, new ExchangeError(
        ErrorKind.Timeout,
        $"No connection to {Place(call)} within {Seconds(limit)}. Check the network and {Setting(call)}, or raise {TimeoutSetting(call, "connect")}.")
    {
        Code = "connect_timeout",
    });

    public static ProviderReply FirstByteTimeout(ProviderCall call) => Failed(call, true, new ExchangeError(
        ErrorKind.Timeout,
        $"{Place(call)} sent no answer within {Seconds(call.Target.Timeouts.FirstByte)}. Try again, or raise {TimeoutSetting(call, "first_byte")}.")
    {
        Code = "first_byte_timeout",
    });

    public static ProviderReply From(ProviderCall call, HttpRequestException e)
    {
        (string what, bool sent) = e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => ("its name cannot be resolved", false),
            HttpRequestError.ConnectionError => (Reason(e), false),
            HttpRequestError.SecureConnectionError => ("the TLS handshake failed: " + Tls(e), false),
            HttpRequestError.ProxyTunnelError => ("the proxy of HTTPS_PROXY refused the connection", false),
            HttpRequestError.ResponseEnded => ("it closed the connection without an answer", true),
            HttpRequestError.ConfigurationLimitExceeded => ("its headers are larger than allowed", true),
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => ("its answer is not HTTP", true),
            _ => (Reason(e), true),
        };
        return sent
            ? Failed(call, true, new ExchangeError(ErrorKind.ProviderFailed, $"{Place(call)} failed: {what}. Try again."))
            : Failed(call, false, new ExchangeError(
                ErrorKind.ProviderUnavailable, $"{Place(call)} cannot be reached: {what}. Check the network and {Setting(call)}."));
    }

    private static ProviderReply Failed(ProviderCall call, bool mayHaveReachedVendor, ExchangeError error) => ProviderReply.Failed(
        error with { Message = call.Scrub(error.Message), Provider = call.Target.Provider.Name }, mayHaveReachedVendor);

    private static string Reason(HttpRequestException e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode switch
                {
                    SocketError.ConnectionRefused => "connection refused",
                    SocketError.ConnectionReset => "connection reset",
                    SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no route to it",
                    SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "its name cannot be resolved",
                    _ => socket.SocketErrorCode.ToString(),
                };
            }
        }
        return e.InnerException is IOException ? "the connection broke" : e.HttpRequestError.ToString();
    }

    private static string Tls(HttpRequestException e) =>
        e.InnerException is AuthenticationException inner
            ? inner.Message.TrimEnd('.') + ". A private authority goes into SSL_CERT_FILE"
            : "the connection broke";

    private static string Place(ProviderCall call) => call.Target.Root is { } root ? $"{call.Target.Provider.Name} ({root.Authority})" : call.Target.Provider.Name;

    private static string Setting(ProviderCall call) => ProviderBaseUrl.Setting(call.Target.Provider);

    private static string TimeoutSetting(ProviderCall call, string name) => $"providers.{call.Target.Provider.Name}.timeouts.{name}";

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.###} s");
}
