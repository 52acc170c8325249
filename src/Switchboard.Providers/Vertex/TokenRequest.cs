using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Vertex;

/// <summary>Asks Google's token service for an access token.</summary>
internal sealed class TokenRequest(VendorHttpOptions options) : IDisposable
{
    private const int LargestAnswer = 64 << 10;

    private readonly HttpMessageInvoker _invoker = VendorHttp.Invoker(options);

    /// <summary>Fetches a token. Nothing is thrown: whoever waits gets a value.</summary>
    public async Task<Outcome<AccessToken>> FetchAsync(ServiceAccount account, TimeSpan limit)
    {
        using var clock = new CancellationTokenSource(limit, options.Time);
        try
        {
            using HttpRequestMessage request = Request(account);
            using HttpResponseMessage response = await _invoker.SendAsync(request, clock.Token).ConfigureAwait(false);
            byte[] body = await ReadAsync(response, clock.Token).ConfigureAwait(false);
            return Read(account, (int)response.StatusCode, body);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return new(Failed(ErrorKind.ProviderUnavailable, $"The private_key of {account} is no RSA key in PEM. Download the service account's key again."));
        }
        catch (OperationCanceledException)
        {
            return new(Failed(ErrorKind.Timeout, $"{account.TokenEndpoint.Host} gave out no token in time. Check the network, or raise providers.vertex_ai.timeouts.first_byte."));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(Failed(ErrorKind.ProviderUnavailable, $"{account.TokenEndpoint.Host}, which gives out Vertex AI's tokens, cannot be reached. Check the network, and token_uri in the key file."));
        }
    }

    public void Dispose() => _invoker.Dispose();

    private HttpRequestMessage Request(ServiceAccount account) => new(HttpMethod.Post, account.TokenEndpoint)
    {
        Content = new StringContent(
            "grant_type=" + Uri.EscapeDataString("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&assertion=" + SignedAssertion.Of(account, options.Time.GetUtcNow()),
            Encoding.ASCII,
            "application/x-www-form-urlencoded"),
    };

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        using Stream body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        byte[] buffer = new byte[LargestAnswer];
        int length = await body.ReadAtLeastAsync(buffer, LargestAnswer, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        return buffer[..length];
    }

    private Outcome<AccessToken> Read(ServiceAccount account, int status, byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (status == 200 && root.GetProperty("access_token").GetString() is { Length: > 0 } token)
            {
                long seconds = root.TryGetProperty("expires_in", out JsonElement lifetime) && lifetime.TryGetInt64(out long told) ? told : 3600;
                return new(new AccessToken(token, options.Time.GetUtcNow().AddSeconds(Math.Clamp(seconds, 0, 86_400))));
            }

            string? why = root.TryGetProperty("error_description", out JsonElement description) ? description.GetString() : root.GetProperty("error").GetString();
            return new(Refused(account, status, $": {why}"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new(Refused(account, status, string.Empty));
        }
    }

    private static ExchangeError Refused(ServiceAccount account, int status, string why) => Failed(
        ErrorKind.ProviderUnavailable,
        $"{account.TokenEndpoint.Host} gave {account} no token (HTTP {status}{(why.Length > 300 ? why[..300] : why)}). Check that the account and its key exist, and this machine's clock.");

    private static ExchangeError Failed(ErrorKind kind, string message) => new(kind, message) { Code = "provider_credentials" };
}
