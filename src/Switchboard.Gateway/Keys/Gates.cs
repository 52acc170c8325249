namespace Switchboard.Gateway.Keys;

/// <summary>The gates of several accounts, taken in their order and given back in the other.</summary>
internal readonly ref struct Gates
{
    private readonly Stake[] _stakes;

    public Gates(Stake[] stakes)
    {
        _stakes = stakes;
        foreach (var stake in stakes)
        {
            stake.Account.Gate.Enter();
        }
    }

    public void Dispose()
    {
        for (var i = _stakes.Length - 1; i >= 0; i--)
        {
            _stakes[i].Account.Gate.Exit();
        }
    }
}
