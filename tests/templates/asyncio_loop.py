import asyncio


async def main():
    await asyncio.sleep(0.01)
    print("slept", asyncio.get_running_loop().is_running())


asyncio.run(main())
