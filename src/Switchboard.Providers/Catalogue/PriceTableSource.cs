namespace Switchboard.Providers.Catalogue;

/// <summary>
/// The price table in force. Where the user has a price file, it is looked at every few seconds; a changed one takes effect, a faulty one
/// is refused and what was in force stays.
/// </summary>
public sealed class PriceTableSource : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly string? _path;
    private readonly ITimer? _timer;
    private readonly Lock _reading = new();
    private (DateTime Written, long Length)? _seen;
    private volatile PriceTable _current = PriceTable.BuiltIn;
    private volatile IReadOnlyList<PriceFault> _faults = [];

    /// <summary>Reads the user's file, if there is one, and starts to watch it.</summary>
    /// <param name="path">The user's price file, or null for the built-in prices alone.</param>
    /// <param name="time">The clock.</param>
    public PriceTableSource(string? path, TimeProvider time)
    {
        _path = path;
        if (path is not null)
        {
            Poll();
            _timer = time.CreateTimer(static state => ((PriceTableSource)state!).Poll(), this, Interval, Interval);
        }
    }

    /// <summary>Raised after another table has come into force.</summary>
    public event Action<PriceTable>? Changed;

    /// <summary>Raised when a changed file was refused, with everything that is wrong with it.</summary>
    public event Action<IReadOnlyList<PriceFault>>? Refused;

    /// <summary>The table in force.</summary>
    public PriceTable Current => _current;

    /// <summary>What is wrong with the file as it is now; empty if nothing.</summary>
    public IReadOnlyList<PriceFault> Faults => _faults;

    /// <summary>Stops watching.</summary>
    public void Dispose() => _timer?.Dispose();

    private void Poll()
    {
        lock (_reading)
        {
            var file = new FileInfo(_path!);
            (DateTime, long) stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (_seen == stamp)
            {
                return;
            }
            _seen = stamp;
            Load();
        }
    }

    private void Load()
    {
        PriceTable? table = null;
        IReadOnlyList<PriceFault> faults;
        try
        {
            table = PriceTable.BuiltIn.With(File.ReadAllBytes(_path!), out faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults = [new PriceFault("$", $"cannot read {_path}: {e.Message}")];
            // Not there or locked: the file may become readable without a new stamp.
            _seen = File.Exists(_path) ? null : _seen;
        }
        _faults = faults;
        if (table is null)
        {
            Refused?.Invoke(faults);
        }
        else if (table.Version != _current.Version)
        {
            _current = table;
            Changed?.Invoke(table);
        }
    }
}
