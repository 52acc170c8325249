namespace Switchboard.Providers.Catalogue;

/// <summary>
/// The price table in force. Where the user has a price file, it is looked at every few seconds; a changed one takes effect, a faulty one
/// is refused and what was in force stays.
/// </summary>
public sealed class PriceTableSource : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ITimer _timer;
    private volatile string? _path;
    private readonly Lock _reading = new();
    private (DateTime Written, long Length)? _seen;
    private volatile PriceTable _current = PriceTable.BuiltIn;
    private volatile IReadOnlyList<PriceFault> _faults = [];

    /// <summary>Reads the user's file, if there is one, and starts to watch it.</summary>
    /// <param name="path">The user's price file, or null for the built-in prices alone.</param>
    /// <param name="time">The clock.</param>
    public PriceTableSource(string? path, TimeProvider time)
    {
        _timer = time.CreateTimer(static state => ((PriceTableSource)state!).Poll(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Watch(path);
    }

    /// <summary>Raised after another table has come into force.</summary>
    public event Action<PriceTable>? Changed;

    /// <summary>Raised when a changed file was refused, with everything that is wrong with it.</summary>
    public event Action<IReadOnlyList<PriceFault>>? Refused;

    /// <summary>The table in force.</summary>
    public PriceTable Current => _current;

    /// <summary>What is wrong with the file as it is now; empty if nothing.</summary>
    public IReadOnlyList<PriceFault> Faults => _faults;

    /// <summary>Goes by another file from now on, or by none.</summary>
    /// <param name="path">The user's price file, or null for the built-in prices alone.</param>
    public void Watch(string? path)
    {
        lock (_reading)
        {
            if (path == _path)
            {
                return;
            }
            (_path, _seen) = (path, null);
            if (path is null)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _faults = [];
                Put(PriceTable.BuiltIn);
                return;
            }
            Poll();
            _timer.Change(Interval, Interval);
        }
    }

    /// <summary>Stops watching.</summary>
    public void Dispose() => _timer.Dispose();

    private void Poll()
    {
        lock (_reading)
        {
            if (_path is null)
            {
                return;
            }
            var file = new FileInfo(_path);
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
        else
        {
            Put(table);
        }
    }

    private void Put(PriceTable table)
    {
        if (table.Version != _current.Version)
        {
            _current = table;
            Changed?.Invoke(table);
        }
    }
}
