using Switchboard.Protocol.Errors;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Vertex;

/// <summary>
/// A service account's access token, kept until shortly before it expires. However many calls wait for one, one is fetched; a caller that
/// leaves does not take it from the others.
/// </summary>
internal sealed class TokenSource(VendorHttpOptions options) : IDisposable
{
    // Long enough for the slowest call to be sent.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly TokenRequest _request = new(options);
    private readonly Lock _gate = new();
    private ServiceAccount? _account;
    private Task<Outcome<AccessToken>>? _fetch;

    public async Task<Outcome<string>> GetAsync(ServiceAccount account, TimeSpan limit, CancellationToken cancel)
    {
        Outcome<AccessToken> token = await Current(account, limit).WaitAsync(cancel).ConfigureAwait(false);
        return token.Value is { } fetched ? new(fetched.Text) : new(token.Error!);
    }

    /// <summary>The vendor no longer takes this token: the next call fetches another.</summary>
    public void Forget(string token)
    {
        lock (_gate)
        {
            if (_fetch is { IsCompletedSuccessfully: true } done && done.GetAwaiter().GetResult().Value?.Text == token)
            {
                _fetch = null;
            }
        }
    }

    public void Dispose() => _request.Dispose();

    private Task<Outcome<AccessToken>> Current(ServiceAccount account, TimeSpan limit)
    {
        lock (_gate)
        {
            if (_fetch is null || account != _account || IsSpent(_fetch))
            {
                _account = account;
                _fetch = _request.FetchAsync(account, limit);
            }

            return _fetch;
        }
    }

    /// <summary>A token that failed is asked for again by the next call; one that is on its way is waited for.</summary>
    private bool IsSpent(Task<Outcome<AccessToken>> fetch) =>
        fetch.IsCompleted && (!fetch.IsCompletedSuccessfully || fetch.GetAwaiter().GetResult().Value is not { } token || token.Expires - options.Time.GetUtcNow() <= Margin);
}
