using Microsoft.Extensions.Logging;

namespace Switchboard.Gateway.Routing.Chains;

/// <summary>
/// The chains that were made over HTTP, in memory while the server runs. Changes are saved first, then take effect, one at a time.
/// </summary>
internal sealed partial class FallbackChainDirectory(IFallbackChainStore store, TimeProvider time, ILogger<FallbackChainDirectory> log) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile IReadOnlyList<FallbackChain> _all = [];

    /// <summary>Raised after a change has taken effect here.</summary>
    public event Action? Changed;

    /// <summary>All chains, oldest first.</summary>
    public IReadOnlyList<FallbackChain> All => _all;

    public async Task LoadAsync(CancellationToken cancel) =>
        _all = [.. (await store.LoadAsync(cancel)).OrderBy(static c => c.Id, StringComparer.Ordinal)];

    /// <summary>Makes a chain; null where the model has one by now.</summary>
    public async Task<FallbackChain?> CreateAsync(string model, IReadOnlyList<string> fallbacks, CancellationToken cancel)
    {
        await _changing.WaitAsync(cancel);
        try
        {
            if (Of(model) is not null)
            {
                return null;
            }

            var now = time.GetUtcNow();
            var chain = new FallbackChain("fc_" + Guid.CreateVersion7(now).ToString("N"), model) { Fallbacks = fallbacks, CreatedAt = now, UpdatedAt = now };
            await store.SaveAsync(chain, cancel);
            Put([.. _all, chain], chain.Id, model);
            return chain;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Gives a chain other fallbacks; null where it is gone.</summary>
    public async Task<FallbackChain?> ChangeAsync(string id, IReadOnlyList<string> fallbacks, CancellationToken cancel)
    {
        await _changing.WaitAsync(cancel);
        try
        {
            if (_all.FirstOrDefault(c => c.Id == id) is not { } old)
            {
                return null;
            }

            var chain = old with { Fallbacks = fallbacks, UpdatedAt = time.GetUtcNow() };
            await store.SaveAsync(chain, cancel);
            Put([.. _all.Select(c => c.Id == id ? chain : c)], id, chain.Model);
            return chain;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Removes a chain; false where there is none.</summary>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancel)
    {
        await _changing.WaitAsync(cancel);
        try
        {
            if (_all.FirstOrDefault(c => c.Id == id) is not { } chain)
            {
                return false;
            }

            await store.DeleteAsync(id, cancel);
            Put([.. _all.Where(c => c.Id != id)], id, chain.Model);
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>The model's chain, or null.</summary>
    public FallbackChain? Of(string model) => _all.FirstOrDefault(c => string.Equals(c.Model, model, StringComparison.OrdinalIgnoreCase));

    public void Dispose() => _changing.Dispose();

    private void Put(IReadOnlyList<FallbackChain> all, string id, string model)
    {
        _all = all;
        Changed?.Invoke();
        LogChanged(id, model);
    }

    [LoggerMessage(EventName = "FallbackChainChanged", Level = LogLevel.Information, Message = "The fallback chain {Id} of {Model} was made, changed or removed, and that is in force")]
    private partial void LogChanged(string id, string model);
}
