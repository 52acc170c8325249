using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>Gets a key set from its address, on the way that calls to vendors take (proxy, private authorities), or from its file.</summary>
internal sealed class KeySetFetch(TimeProvider time) : IDisposable
{
    private const int LargestSet = 256 << 10;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly HttpMessageInvoker _http = OutboundHttp.Create(new VendorHttpOptions { Time = time });

    public static bool IsAddress(string place) => place.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || place.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <returns>The set, or why there is none.</returns>
    public async Task<(KeySet? Keys, string? Fault)> GetAsync(string place)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            var (bytes, fault) = IsAddress(place) ? await AskAsync(place, limit.Token) : await ReadAsync(place, limit.Token);
            return bytes is null ? (null, fault) : KeySetReader.Read(bytes) is { } keys ? (keys, null) : (null, "what came is no key set: a JSON object with a list 'keys'");
        }
        catch (OperationCanceledException)
        {
            return (null, "it did not come in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(byte[]? Bytes, string? Fault)> AskAsync(string place, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, place);
        request.Headers.Accept.ParseAdd("application/jwk-set+json, application/json");
        using var response = await _http.SendAsync(request, cancel);
        if (!response.IsSuccessStatusCode)
        {
            return (null, $"the answer is HTTP {(int)response.StatusCode}"); // A redirect is not followed: the address is the issuer's word.
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        return await WholeAsync(body, cancel);
    }

    private static async Task<(byte[]? Bytes, string? Fault)> ReadAsync(string place, CancellationToken cancel)
    {
        await using var file = File.OpenRead(place);
        return await WholeAsync(file, cancel);
    }

    private static async Task<(byte[]? Bytes, string? Fault)> WholeAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = new byte[LargestSet + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return length > LargestSet ? (null, "it is larger than 256 KiB") : (buffer[..length], null);
    }
}
